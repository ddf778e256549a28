package io.stele.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.protocol.ProblemKind;
import io.stele.security.Access;
import io.stele.security.Attempt;
import io.stele.security.Grant;
import io.stele.security.Principal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service that learns from its host who is asking: here from a header that says name and grant.
class SecuredServiceTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private RunningService service;

    @BeforeEach
    void start(@TempDir Path data) {
        service =
                SteleService.named("bank")
                        .decider(Account.DECIDER)
                        .authentication(store -> SecuredServiceTest::ask)
                        .auditRefusals()
                        .start("--store=memory:", "--port", "0", "--data=" + data);
    }

    @AfterEach
    void stop() {
        service.close();
        client.close();
    }

    private static CompletableFuture<Principal> ask(Attempt attempt) {
        if (attempt.authorization().isEmpty()) {
            return CompletableFuture.failedFuture(ProblemKind.UNAUTHENTICATED.exception("who?"));
        }
        String[] said = attempt.authorization().getFirst().split(" ", 2);
        Access access = Access.of(List.of(Grant.of(said[1])));
        return CompletableFuture.completedFuture(
                new Principal(said[0], Principal.Kind.USER, Principal.Standing.fixed(access)));
    }

    private int open(String id, String authorization) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(service.uri() + "/api/account/" + id + "/Open"))
                        .header("Stele-Actor", "mallory")
                        .POST(BodyPublishers.ofString("{\"owner\":\"Ada\"}"));
        return send(request, authorization);
    }

    private int get(String path, String authorization) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(service.uri() + path)), authorization);
    }

    private int send(HttpRequest.Builder request, String authorization) throws Exception {
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    @Test
    void commandsTakeTheRightToTheirStreamAndAreByWhoGaveThem() throws Exception {
        assertThat(open("1", "")).isEqualTo(401);
        assertThat(open("1", "ada reader")).isEqualTo(403);
        assertThat(open("10", "ada append:account-1")).isEqualTo(403);
        assertThat(open("1", "ada append:account-1")).isEqualTo(200);
        assertThat(open("20", "ada command:account-2")).isEqualTo(403);
        assertThat(open("2", "ada command:account-2")).isEqualTo(200);
        assertThat(open("3", "ada writer")).isEqualTo(200);

        assertThat(service.store().read(ReadStream.of("account-1")).toList())
                .extracting(event -> event.actor())
                .containsExactly("ada");
    }

    @Test
    void aRefusalIsWrittenDownWhereTheServiceWantsThat() throws Exception {
        assertThat(open("1", "ada writer")).isEqualTo(200);
        assertThat(open("1", "eve append:account-1")).isEqualTo(422);
        assertThat(open("1", "eve reader")).isEqualTo(403);

        List<RecordedEvent> refused =
                service.store().read(ReadStream.of("$refused-account")).toList();
        assertThat(refused).hasSize(1);
        assertThat(refused.getFirst().type()).isEqualTo("$CommandRefused");
        assertThat(refused.getFirst().actor()).isEqualTo("eve");
        assertThat(refused.getFirst().data().bytes().utf8())
                .isEqualTo(
                        """
                        {"stream":"account-1","command":"Open","reason":"the account is open"}\
                        """);
    }

    @Test
    void statesAndHistoriesTakeTheRightToReadTheirStream() throws Exception {
        assertThat(open("1", "ada admin")).isEqualTo(200);
        for (String path : List.of("/api/account/1", "/api/account/1/history")) {
            assertThat(get(path, "")).isEqualTo(401);
            assertThat(get(path, "eve read:account-10")).isEqualTo(403);
            assertThat(get(path, "eve append:account-1")).isEqualTo(403);
            assertThat(get(path, "ada read:account-1")).isEqualTo(200);
        }
        assertThat(get("/openapi.json", "")).isEqualTo(200);
    }
}
