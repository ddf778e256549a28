package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.dist.Cli.Outcome;
import io.stele.model.EventStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `verify`, `backup` and `restore`.
class MaintenanceCommandsTest {

    @TempDir Path directory;
    private String store = "";
    private String backup = "";

    @BeforeEach
    void makeAStore() {
        store = "--store=embedded:" + directory.resolve("data");
        backup = directory.resolve("backup").toString();
        for (int i = 0; i < 3; i++) {
            assertThat(Cli.run("append", store, "account-1", "Paid", "{}").exitCode()).isZero();
        }
    }

    @Test
    void theyHaveHelpWithExamples() {
        for (String command : List.of("verify", "backup", "restore")) {
            Outcome outcome = Cli.run(command, "--help");
            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out()).contains("Examples:", "stele " + command);
        }
    }

    @Test
    void whatWasBackedUpIsRestored() {
        Outcome first = Cli.run("backup", store, "--to", backup);
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).contains("all events before position 3", "copied 1 of 1 segments");
        JsonNode second =
                Jsons.MAPPER.readTree(Cli.run("backup", store, "--to", backup, "--json").out());
        assertThat(second.get("copiedSegments").asInt()).isZero();
        assertThat(second.get("endPosition").asInt()).isEqualTo(3);
        assertThat(Cli.run("verify", "--backup", backup).out()).startsWith("sound: 3 events");

        String again = directory.resolve("again").toString();
        Outcome restored = Cli.run("restore", "--from", backup, "--to", again);
        assertThat(restored.exitCode()).as(restored.err()).isZero();
        assertThat(Cli.run("read", "--store=embedded:" + again, "--json").out())
                .isEqualTo(Cli.run("read", store, "--json").out());
        Outcome taken = Cli.run("restore", "--from", backup, "--to", again);
        assertThat(taken.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(taken.err()).contains("has files in it");

        String before = directory.resolve("before").toString();
        Cli.run("restore", "--from", backup, "--to", before, "--until-position", "1", "--json");
        assertThat(Cli.run("read", "--store=embedded:" + before).out().lines()).hasSize(2);
    }

    @Test
    void aSoundStoreIsSaidToBe() {
        Outcome outcome = Cli.run("verify", store);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).startsWith("sound: 3 events in 3 appends of 1 streams");
    }

    @Test
    void damageHasItsOwnExitCodeAndALineForMachines() throws Exception {
        Path segment = directory.resolve("data/log/0000000000000000000.segment");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[100] ^= 1;
        Files.write(segment, bytes);
        Outcome outcome = Cli.run("verify", store, "--json");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.CORRUPT);
        JsonNode finding = Jsons.MAPPER.readTree(outcome.out().lines().toList().getFirst());
        assertThat(finding.get("kind").asString()).isEqualTo("frame-damaged");
        assertThat(finding.get("offsetBytes").asInt()).isEqualTo(64);
        assertThat(finding.get("position").asInt()).isZero();
        assertThat(finding.get("checksumStored").asString()).hasSize(8);
        assertThat(finding.get("advice").asString()).contains("restore");
        JsonNode whole = Jsons.MAPPER.readTree(outcome.out().lines().toList().getLast());
        assertThat(whole.get("sound").asBoolean()).isFalse();
        assertThat(Cli.run("verify", store).out()).contains("FOUND frame-damaged", "what to do");

        Outcome refused = Cli.run("backup", store, "--to", backup);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.CORRUPT);
        assertThat(Cli.run("verify", "--backup", backup).err()).contains("there is no backup in");
    }

    @Test
    void aStoreThatIsOpenIsBackedUpButNotChecked() {
        try (EventStore open = EventStore.open(store.substring("--store=".length()))) {
            assertThat(open.head().next()).isEqualTo(3);
            Outcome verified = Cli.run("verify", store);
            assertThat(verified.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(verified.err()).contains("one process at a time");
            assertThat(Cli.run("backup", store, "--to", backup).exitCode()).isZero();
        }
    }

    @Test
    void theyWorkOnFilesAndSaySo() {
        Outcome remote = Cli.run("verify", "--store", "stele://127.0.0.1:1");
        assertThat(remote.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(remote.err()).contains("embedded:DIR");
        Outcome nowhere =
                Cli.run("backup", "--store=embedded:" + directory.resolve("x"), "--to", backup);
        assertThat(nowhere.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(nowhere.err()).contains("there is no store in");
        assertThat(directory.resolve("x")).doesNotExist();
        assertThat(directory.resolve("backup")).doesNotExist();
    }
}
