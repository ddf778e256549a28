package io.stele.dist.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.dist.Cli;
import io.stele.dist.Cli.Outcome;
import io.stele.dist.ExitCode;
import io.stele.dist.Jsons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ImportTest {

    @TempDir Path directory;

    private Outcome csv(String text, String... more) throws IOException {
        return run("--csv", Files.writeString(directory.resolve("rows.csv"), text), more);
    }

    private Outcome jsonl(String text, String... more) throws IOException {
        return run("--jsonl", Files.writeString(directory.resolve("rows.jsonl"), text), more);
    }

    private Outcome run(String kind, Path file, String... more) {
        List<String> args = new ArrayList<>(List.of("import", store(), kind, file.toString()));
        args.addAll(List.of("--stream", "case-{id}", "--type", "{what}"));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private String store() {
        return "--store=embedded:" + directory.resolve("data");
    }

    private List<JsonNode> events() {
        return Cli.run("read", store(), "--json")
                .out()
                .lines()
                .map(Jsons.MAPPER::readTree)
                .toList();
    }

    @Test
    void everyRowBecomesAnEventWithItsTimeAndActor() throws IOException {
        Outcome outcome =
                csv(
                        "id,what,when,who\n1,Opened,2011-10-11 13:45:40.276000+02:00,Ann\n",
                        "--time",
                        "{when}",
                        "--actor",
                        "{who}",
                        "--tag",
                        "case:{id}");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).startsWith("1 rows: 1 new, 0 already there; 1 streams;");
        JsonNode event = events().getFirst();
        assertThat(event.get("stream").asString()).isEqualTo("case-1");
        assertThat(event.get("type").asString()).isEqualTo("Opened");
        assertThat(event.get("actor").asString()).isEqualTo("Ann");
        assertThat(event.get("data").toString())
                .isEqualTo(
                        "{\"id\":\"1\",\"what\":\"Opened\",\"when\":\"2011-10-11"
                                + " 13:45:40.276000+02:00\",\"who\":\"Ann\"}");
        assertThat(event.get("metadata").get("occurredAt").asString())
                .isEqualTo("2011-10-11T11:45:40.276000Z");
        assertThat(event.get("tags").toString()).isEqualTo("[\"case:1\"]");
    }

    @Test
    void quotesEmbeddedNewlinesAndAByteOrderMarkAreRead() throws IOException {
        csv("\ufeffid,what,note\r\n1,Said,\"a \"\"b\"\",\nc\"\r\n");
        assertThat(events().getFirst().get("data").get("note").asString()).isEqualTo("a \"b\",\nc");
    }

    @Test
    void importingAgainAddsNothingAndAGrownFileOnlyItsNewRows() throws IOException {
        csv("id,what\n1,A\n2,B\n1,A\n");
        assertThat(csv("id,what\n1,A\n2,B\n1,A\n").out()).contains("0 new, 3 already there");
        assertThat(csv("id,what\n1,A\n2,B\n1,A\n3,C\n").out()).contains("1 new, 3 already there");
        assertThat(csv("id,what\n1,A\n", "--source", "other").out()).contains("1 new");
        assertThat(events()).hasSize(5);
    }

    @Test
    void rowsOfAStreamKeepTheirOrder() throws IOException {
        StringBuilder text = new StringBuilder("id,what,n\n");
        for (int n = 0; n < 3_000; n++) {
            text.append(n % 7 == 0 ? "often" : n % 50).append(",Counted,").append(n).append('\n');
        }
        assertThat(csv(text.toString()).out()).startsWith("3,000 rows: 3,000 new");
        List<Integer> often =
                events().stream()
                        .filter(event -> event.get("stream").asString().equals("case-often"))
                        .map(event -> event.get("data").get("n").asInt())
                        .toList();
        assertThat(often).hasSize(429).isSorted();
    }

    @Test
    void anUnknownColumnIsRefusedWithTheOnesThereAre() throws IOException {
        Outcome outcome = csv("id,was\n1,A\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("\"what\"", "there are: id, was");
    }

    @Test
    void aBadRowStopsTheImportWithItsPlace() throws IOException {
        Outcome outcome =
                csv("id,what,when\n1,A,2026-01-01\n2,B,soon\n3,C,2026-01-01\n", "--time", "{when}");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.err()).contains("rows.csv:3: \"soon\" is not a time");
        assertThat(events()).hasSize(1);
    }

    @Test
    void badRowsAreSkippedOnlyWhenAskedAndAreListed() throws IOException {
        String text = "id,what\n1,A\n,B\n3\n4,D,E\n5,\n6,F\n";
        Outcome outcome = csv(text, "--on-error", "skip");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("6 rows: 2 new, 0 already there, 4 skipped");
        assertThat(outcome.err())
                .contains("rows.csv:3: the stream has no value")
                .contains("rows.csv:4: has 1 columns, but the header has 2")
                .contains("rows.csv:5: has 3 columns")
                .contains("rows.csv:6: the type has no value");
    }

    @Test
    void aRowThatTheStoreRefusesIsABadRowToo() throws IOException {
        String text = "id,what\n1,A\n2," + "x".repeat(300) + "\n3,C\n";
        assertThat(csv(text).err()).contains("rows.csv:3: ", "typeBytesMax");
        assertThat(csv(text, "--on-error", "skip").out()).contains("1 skipped");
        assertThat(events()).hasSize(2);
    }

    @Test
    void otherOptionsForTheSameRowsAreExplained() throws IOException {
        csv("id,what\n1,A\n");
        Outcome outcome = csv("id,what\n1,A\n", "--stream", "other-{id}");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE); // --stream twice
        Path file = directory.resolve("rows.csv");
        outcome =
                Cli.run(
                        "import",
                        store(),
                        "--csv",
                        file.toString(),
                        "--stream",
                        "other-{id}",
                        "--type",
                        "{what}");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.err()).contains("imported before with other options", "--source");
    }

    @Test
    void brokenFilesAreNotGuessedAt() throws IOException {
        assertThat(csv("id,what\n1,\"A\n2,B\n").exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(csv("").err()).contains("is empty");
        assertThat(csv("id,what,id\n").err()).contains("\"id\" is there twice");
        Path latin = directory.resolve("latin.csv");
        Files.write(latin, "id,what\n1,é\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(run("--csv", latin).err()).contains("--charset");
        assertThat(run("--csv", latin, "--charset", "ISO-8859-1").exitCode()).isZero();
        assertThat(events().getFirst().get("type").asString()).isEqualTo("é");
    }

    @Test
    void jsonLinesKeepTheirBytes() throws IOException {
        Outcome outcome = jsonl("{\"id\":7,\"what\":\"A\",\"deep\":{\"x\":1.50}}\n\n");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(Cli.run("read", store(), "--json").out())
                .contains("\"data\":{\"id\":7,\"what\":\"A\",\"deep\":{\"x\":1.50}}", "case-7");
        assertThat(jsonl("{\"id\":7}").err()).contains("rows.jsonl:1: there is no \"what\"");
        assertThat(jsonl("{\"id\":{},\"what\":\"A\"}").err()).contains("not a plain value");
        assertThat(jsonl("{}\n{").err()).contains("there is no");
        assertThat(jsonl("\n{").err()).contains("rows.jsonl:2: is not JSON");
    }

    @Test
    void aDryRunShowsTheFirstEventsAndWritesNothing() throws IOException {
        Outcome outcome = csv("id,what\n1,A\n2,B\n3,C\n4,D\n5,E\n6,F\n", "--dry-run");
        assertThat(outcome.out().lines().toList()).hasSize(5);
        assertThat(outcome.out()).contains("\"stream\":\"case-1\"");
        assertThat(Files.exists(directory.resolve("data"))).isFalse();
    }

    @Test
    void otherDelimitersAreTaken() throws IOException {
        assertThat(csv("id;what\n1;A\n", "--delimiter", ";").exitCode()).isZero();
        assertThat(csv("id\twhat\n2\tA\n", "--delimiter", "tab").exitCode()).isZero();
        assertThat(csv("id\twhat\n", "--delimiter", "ab").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(events()).hasSize(2);
    }
}
