package io.stele.e2e.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.example.bank.Bank;
import io.stele.model.CorruptException;
import io.stele.proofs.EventProof;
import io.stele.proofs.note.VerifierKey;
import io.stele.sdk.RunningService;
import io.stele.sdk.SteleService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service on an embedded log has the tree over it as well, beside its log.
class ServiceProofsTest {

    @TempDir private Path directory;
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
    }

    private RunningService start() {
        return SteleService.named("bank")
                .decider(Bank.ACCOUNT)
                .start("--port=0", "--data=" + directory);
    }

    private String send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private String get(RunningService service, String path) throws Exception {
        return send(HttpRequest.newBuilder(service.uri().resolve(path)));
    }

    private void open(RunningService service, String account) throws Exception {
        URI uri = service.uri().resolve("/api/account/" + account + "/OpenAccount");
        send(HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("{\"owner\":\"ann\"}")));
    }

    @Test
    void whatACommandLedToIsProvedAndFound() throws Exception {
        try (RunningService service = start()) {
            open(service, "42");
            VerifierKey key = VerifierKey.parse(get(service, "/v1/log/keys"));
            EventProof proof = EventProof.parse(get(service, "/v1/log/proof?position=0"));
            assertThat(proof.signers(List.of(key))).containsExactly(key);
            assertThat(proof.event().stream().value()).isEqualTo("account-42");
            assertThat(get(service, "/v1/audit?stream=account-42")).contains("\"position\":0");
        }
    }

    @Test
    void itDoesNotStartOnALogThatIsNotTheOneItSignedFor() throws Exception {
        try (RunningService service = start()) {
            open(service, "42");
            get(service, "/v1/log/proof?position=0");
        }
        delete(directory.resolve("log"));
        assertThatThrownBy(this::start)
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("refused to open");
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
