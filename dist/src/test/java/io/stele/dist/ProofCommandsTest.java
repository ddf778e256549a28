package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.dist.Cli.Outcome;
import io.stele.http.HttpOptions;
import io.stele.proofs.note.KeyType;
import io.stele.proofs.note.SigningKey;
import io.stele.server.ProofsOptions;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `proof`, `log`, `audit`, and `verify` of what they give.
class ProofCommandsTest {

    @TempDir private Path directory;
    private Path data = Path.of("");
    private String store = "";

    @BeforeEach
    void makeAStore() {
        data = directory.resolve("data");
        store = "--store=embedded:" + data;
        for (String actor : new String[] {"ann", "bob", "ann"}) {
            append(store, actor);
        }
    }

    private static void append(String store, String actor) {
        Outcome outcome =
                Cli.run(
                        "append",
                        store,
                        "account-1",
                        "Paid",
                        "{\"n\":1}",
                        "--actor=" + actor,
                        "--metadata=correlationId=c-" + actor);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    private Path file(String name, String... args) throws IOException {
        Outcome outcome = Cli.run(args);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return Files.writeString(directory.resolve(name), outcome.out());
    }

    @Test
    void aProofOfAServerVerifiesWithItsKeyAndWithNoOther() throws Exception {
        Path proof = directory.resolve("event-1.tlog-proof");
        String service;
        Path key;
        try (SteleServer server =
                SteleServer.start(
                        "embedded:" + data,
                        ServerOptions.defaults()
                                .withHttp(HttpOptions.loopback(0))
                                .withProofs(ProofsOptions.beside(data)))) {
            service = "--service=http://127.0.0.1:" + server.address().getPort();
            Outcome made = Cli.run("proof", service, "--position=1", "--out", proof.toString());
            assertThat(made.exitCode()).as(made.err()).isZero();
            assertThat(made.out()).contains("proves the event at 1");
            key = file("log.pub", "log", "keys", service);
            assertThat(Cli.run("proof", service, "--position=99").exitCode())
                    .isEqualTo(ExitCode.FAILED);
        }
        Outcome good = verify(proof, "--key=" + key);
        assertThat(good.exitCode()).as(good.err()).isZero();
        assertThat(good.out()).contains("\"actor\":\"bob\"", "proved: the event at 1 is one of");
        assertThat(Cli.run("proof", service, "--position=1").exitCode())
                .isEqualTo(ExitCode.UNAVAILABLE);

        Outcome unsigned = verify(proof);
        assertThat(unsigned.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(unsigned.out()).contains("NOT PROVED", "no signature was checked");
        String stranger = SigningKey.generate("x.example/y", KeyType.ED25519).verifier().text();
        assertThat(verify(proof, "--key=" + stranger).out())
                .contains("none of the given keys has signed");

        Path edited = directory.resolve("edited");
        String text = Files.readString(proof);
        Files.writeString(edited, text.replaceFirst("index 1\n", "index 2\n"));
        Outcome bad = verify(edited, "--key=" + key);
        assertThat(bad.exitCode()).isEqualTo(ExitCode.CORRUPT);
        Files.writeString(edited, "nonsense");
        assertThat(verify(edited).exitCode()).isEqualTo(ExitCode.CORRUPT);
    }

    private static Outcome verify(Path proof, String... more) {
        String[] args = new String[2 + more.length];
        args[0] = "verify";
        args[1] = "--proof=" + proof;
        System.arraycopy(more, 0, args, 2, more.length);
        return Cli.run(args);
    }

    @Test
    void aStoreIsHeldAgainstACheckpoint() throws Exception {
        String offline = "--data=" + data;
        Path checkpoint = file("checkpoint", "log", "checkpoint", offline);
        Path key = file("log.pub", "log", "keys", offline);
        append(store, "carl");
        String[] against = {"verify", "--against=" + checkpoint, "--key=" + key, store};
        Outcome same = Cli.run(against);
        assertThat(same.exitCode()).as(same.err()).isZero();
        assertThat(same.out()).startsWith("proved: the first 4 events are those");

        String other = "--store=embedded:" + directory.resolve("other");
        append(other, "mallory");
        Outcome foreign =
                Cli.run("verify", "--against=" + checkpoint, "--key=" + key, other, "--json");
        assertThat(foreign.exitCode()).isEqualTo(ExitCode.CORRUPT);
        JsonNode json = Jsons.MAPPER.readTree(foreign.out());
        assertThat(json.get("false").asBoolean()).isTrue();
        assertThat(json.get("message").asString()).contains("without a name");

        JsonNode head =
                Jsons.MAPPER.readTree(Cli.run("log", "checkpoint", offline, "--json").out());
        assertThat(head.get("size").asLong()).isEqualTo(5);
        Path proof = file("proof", "proof", "--position=0", offline);
        assertThat(verify(proof, "--key=" + key).exitCode()).isZero();
    }

    @Test
    void anotherKeySignsBesideTheFirstAndThenAlone() throws Exception {
        String offline = "--data=" + data;
        Path first = file("first.pub", "log", "keys", offline);
        Path second = file("second.pub", "log", "add-key", offline);
        append(store, "ann");
        Path both = file("both", "proof", "--position=0", offline);
        Files.delete(data.resolve("proofs/keys/log.key"));
        append(store, "ann");
        Path alone = file("alone", "proof", "--position=5", offline);

        assertThat(verify(both, "--key=" + first).exitCode()).isZero();
        assertThat(verify(both, "--key=" + second).exitCode()).isZero();
        assertThat(verify(alone, "--key=" + second).exitCode()).isZero();
        assertThat(verify(alone, "--key=" + first).exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    @Timeout(60) // one that is served goes on for ever
    void aServerDoesNotStartOnAStoreThatWasRolledBack() throws Exception {
        Path log = data.resolve("log");
        Path old = Files.createDirectory(directory.resolve("old"));
        file("first", "log", "checkpoint", "--data=" + data);
        copy(log, old);
        append(store, "ann");
        file("second", "log", "checkpoint", "--data=" + data);
        copy(old, log);

        Outcome refused = Cli.run("serve", "--data=" + data, "--port=0");
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCode.CORRUPT);
        assertThat(refused.err())
                .contains("refused to open: the log has 4 events, but 5 were signed for");
        assertThat(Cli.run("verify", "--against=" + directory.resolve("second"), store).exitCode())
                .isEqualTo(ExitCode.CORRUPT);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void whoDidWhatIsFound() throws Exception {
        assertThat(Cli.run("audit", store, "--actor=ann").out().lines())
                .hasSize(2)
                .allMatch(line -> line.endsWith("Paid  by ann"));
        assertThat(Cli.run("audit", store, "--correlation=c-bob", "--json").out().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("\"position\":1"));
        Path table = directory.resolve("all.csv");
        assertThat(Cli.run("audit", store, "--csv", "--out", table.toString()).exitCode()).isZero();
        assertThat(Files.readAllLines(table)).hasSize(4);
        assertThat(Cli.run("audit", store, "--trace=c-ann").out())
                .contains("command to account-1 by ann", "account-1@2  Paid");
        assertThat(Cli.run("audit", store, "--since=2100-01-01T00:00:00Z").out()).isEmpty();
        assertThat(Cli.run("audit", store, "--since=yesterday").exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(Cli.run("audit", store, "--csv", "--json").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
