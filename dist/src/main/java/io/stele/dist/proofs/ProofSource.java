package io.stele.dist.proofs;

import io.stele.dist.CommandException;
import io.stele.dist.projections.ServiceClient;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.proofs.log.MerkleLog;
import io.stele.proofs.note.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whose Merkle tree a command is about.
final class ProofSource {

    private static final Duration WAIT = Duration.ofMinutes(10);

    @Option(
            names = "--service",
            paramLabel = "URL",
            defaultValue = "${STELE_SERVICE:-http://127.0.0.1:8420}",
            description = {
                "Where the server listens. Who you are is taken from STELE_API_KEY, STELE_TOKEN, or"
                        + " STELE_USER and STELE_PASSWORD_FILE.",
                "Default: $STELE_SERVICE, or http://127.0.0.1:8420."
            })
    private String url = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "In place of a server: the data of one that is not running.")
    private @Nullable Path data;

    /// What is asked of a tree.
    interface Question {
        String of(MerkleLog log) throws InterruptedException;
    }

    String checkpoint() throws InterruptedException {
        return data == null
                ? client().text("/v1/log/checkpoint")
                : offline(data, log -> log.checkpoint().write());
    }

    String keys() throws InterruptedException {
        return data == null
                ? client().text("/v1/log/keys")
                : offline(
                        data,
                        log ->
                                log.verifiers().stream()
                                        .map(VerifierKey::text)
                                        .collect(Collectors.joining("\n", "", "\n")));
    }

    String proof(long position) throws InterruptedException {
        return data == null
                ? client().text("/v1/log/proof?position=" + position)
                : offline(data, log -> log.prove(Position.of(position), WAIT).write());
    }

    private ServiceClient client() {
        return ServiceClient.at(url, System.getenv());
    }

    static String offline(Path data, Question question) throws InterruptedException {
        if (!Files.isDirectory(data.resolve("log"))) {
            throw CommandException.usage("there is no store in " + data);
        }
        try (EventStore store = EventStore.open("embedded:" + data);
                MerkleLog log =
                        MerkleLog.open(
                                store,
                                data.resolve("proofs"),
                                Optional.empty(),
                                Clock.systemUTC())) {
            return question.of(log);
        }
    }
}
