package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.dist.Cli.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CommandsTest {

    @TempDir Path directory;
    private String store = "";

    @BeforeEach
    void nameTheStore() {
        store = "--store=embedded:" + directory.resolve("data");
    }

    private Outcome append(String... more) {
        List<String> args =
                new java.util.ArrayList<>(List.of("append", store, "account-1", "Paid"));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    @Test
    void withoutACommandThereIsHelp() {
        Outcome outcome = Cli.run();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("append", "read", "import", "Exit codes:");
    }

    @Test
    void everyCommandHasHelpWithExamples() {
        assertThat(List.of("append", "read", "tail", "import", "export"))
                .allSatisfy(command -> {
                    Outcome outcome = Cli.run(command, "--help");
                    assertThat(outcome.exitCode()).isZero();
                    assertThat(outcome.out()).contains("Examples:", "stele " + command);
                });
    }

    @Test
    void aMistypedCommandIsAnsweredWithTheOneThatWasMeant() {
        Outcome outcome = Cli.run("apend");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("append");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void readingFromADirectoryWithoutAStoreMakesNone() {
        for (String command : List.of("read", "tail", "export")) {
            Outcome outcome = Cli.run(command, store);
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(outcome.err()).contains("there is no store in " + directory);
        }
        assertThat(Files.exists(directory.resolve("data"))).isFalse();
    }

    @Test
    void whatWasAppendedIsRead() {
        assertThat(append("{\"amount\":1}").out())
                .isEqualTo("appended to account-1 at revision 0, position 0\n");
        assertThat(append("{\"amount\":2}", "--expected", "0", "--actor", "alice").exitCode())
                .isZero();
        Outcome read = Cli.run("read", store, "account-1");
        assertThat(read.out().lines().toList()).hasSize(2);
        assertThat(read.out()).contains("account-1 @1", "{\"amount\":2}", "alice");
        assertThat(Cli.run("read", store, "--backward", "--limit", "1").out())
                .contains("account-1 @1")
                .doesNotContain("account-1 @0");
    }

    @Test
    void dataComesFromAFileOrFromStandardInput() throws Exception {
        Path file = Files.writeString(directory.resolve("data.json"), "{\"from\":\"file\"}");
        append("--file", file.toString());
        Outcome fromInput =
                Cli.runWithInput("{\"from\":\"input\"}", "append", store, "account-1", "Paid");
        assertThat(fromInput.exitCode()).isZero();
        assertThat(Cli.run("read", store).out())
                .contains("{\"from\":\"file\"}", "{\"from\":\"input\"}");
    }

    @Test
    void machinesGetJson() {
        Outcome appended = append("{}", "--json", "--tag", "a:b", "--metadata", "why=because");
        JsonNode result = Jsons.MAPPER.readTree(appended.out());
        assertThat(result.get("lastRevision").asInt()).isZero();
        assertThat(result.get("duplicate").asBoolean()).isFalse();
        JsonNode event = Jsons.MAPPER.readTree(Cli.run("read", store, "--json").out());
        assertThat(event.get("metadata").get("why").asString()).isEqualTo("because");
        assertThat(event.get("tags").get(0).asString()).isEqualTo("a:b");
    }

    @Test
    void theSameAppendIdWritesOnce() {
        String id = "--append-id=0192a1b2-0000-4000-8000-000000000001";
        String event = "--id=0192a1b2-0000-4000-8000-000000000002";
        append("{}", id, event);
        assertThat(append("{}", id, event).out())
                .isEqualTo("was appended already to account-1 at revision 0, position 0\n");
        assertThat(Cli.run("read", store).out().lines().toList()).hasSize(1);
    }

    @Test
    void aConflictHasItsOwnExitCodeAndSaysWhatStands() {
        append("{}");
        Outcome outcome = append("{}", "--expected", "none");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.CONFLICT);
        assertThat(outcome.err()).contains("nothing was written", "expected to be at none", "at 0");
    }

    @Test
    void wrongInputIsRefusedInOneLineBeforeAnythingIsWritten() {
        assertThat(append("{").err().lines().toList()).hasSize(1);
        assertThat(append("{").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(append("{} {}").err()).contains("behind the JSON value");
        assertThat(append("{}", "--expected", "-1").err()).contains("--expected must be");
        assertThat(append("{}", "--tag", "x").err()).contains("key:value");
        assertThat(Cli.run("read", store).out()).isEmpty();
    }

    @Test
    void readOptionsThatDoNotFitTogetherAreExplained() {
        assertThat(Cli.run("read", store, "--from", "1").err()).contains("--after POSITION");
        assertThat(Cli.run("read", store, "a-1", "--after", "1").err()).contains("--from REVISION");
        assertThat(Cli.run("read", store, "a-1", "--types", "x").err()).contains("leave out a-1");
    }

    @Test
    void theLogIsFilteredByTypeTagCategoryAndPrefix() {
        append("{\"n\":1}", "--tag", "k:v");
        Cli.run("append", store, "case-1", "Opened", "{\"n\":2}");
        assertThat(Cli.run("read", store, "--types", "Opened,Other").out()).contains("case-1");
        assertThat(Cli.run("read", store, "--types", "Opened").out()).doesNotContain("account-1");
        assertThat(Cli.run("read", store, "--tags", "k:v").out()).doesNotContain("case-1");
        assertThat(Cli.run("read", store, "--category", "case").out()).doesNotContain("account-1");
        assertThat(Cli.run("read", store, "--prefix", "acc").out()).doesNotContain("case-1");
        assertThat(Cli.run("read", store, "--after", "0").out()).doesNotContain("account-1");
    }

    @Test
    void tailBeginsWhereItIsTold() {
        append("{\"n\":1}");
        append("{\"n\":2}");
        assertThat(Cli.run("tail", store, "--from-start", "--limit", "2").out())
                .contains("{\"n\":1}", "{\"n\":2}");
        assertThat(Cli.run("tail", store, "--after", "0", "--limit", "1").out())
                .doesNotContain("{\"n\":1}");
    }

    @Test
    void anExportHasEveryByte() throws Exception {
        append("{ \"spaced\" :\n 1.0 }");
        Cli.runWithInput("\u0000raw", "append", store, "b-1", "Raw", "--content-type", "a/b");
        Path file = directory.resolve("all.jsonl");
        assertThat(Cli.run("export", store, "--out", file.toString()).err()).contains("2 events");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2).allMatch(line -> line.contains("dataBase64"));
        assertThat(Cli.run("export", store).out().lines().toList()).isEqualTo(lines);
    }

    @Test
    void anUnknownStoreIsNamed() {
        Outcome outcome = Cli.run("read", "--store", "ftp:x");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("ftp:x", "embedded:DIR").doesNotContain("\tat ");
    }

    @Test
    void verboseShowsWhereAnErrorComesFrom() {
        assertThat(Cli.run("--verbose", "read", "--store", "ftp:x").err()).contains("\tat ");
    }

    @Test
    void benchWithoutAWordSaysWhatThereIs() {
        assertThat(Cli.run("bench").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Cli.run("bench").err()).contains("stele bench append");
    }

    @Test
    void benchAppendPrintsTheKeysThatToolsRead() throws Exception {
        Outcome outcome =
                Cli.run(
                        "bench",
                        "append",
                        "--writers",
                        "2",
                        "--seconds",
                        "0.3",
                        "--warmup",
                        "0",
                        "--json",
                        "--data",
                        directory.toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(Jsons.MAPPER.readTree(outcome.out()).propertyNames())
                .contains(
                        "eventsPerSecond",
                        "p50Micros",
                        "p99Micros",
                        "p999Micros",
                        "bareEventsPerSecond",
                        "ratio");
        try (var left = Files.list(directory)) {
            assertThat(left.toList()).isEmpty();
        }
    }

    @Test
    void serveShowsWhereItsSettingsComeFrom() throws Exception {
        Path file = Files.writeString(directory.resolve("s.properties"), "data = orders");
        Outcome outcome =
                Cli.run("serve", "--print-config", "--config", file.toString(), "--port", "0");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .containsPattern("data +orders +" + Pattern.quote(file + ", line 1"))
                .containsPattern("port +0 +flag --port")
                .containsPattern("insecure +false +default");
    }

    @Test
    void serveDoesNotStartWithASettingThatIsWrong() {
        Outcome outcome = Cli.run("serve", "--port", "http");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("expected a whole number from 0 to 65,535");
    }
}
