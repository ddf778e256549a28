package io.stele.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.http.HttpOptions;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.EventStore;
import io.stele.security.account.AccountAdmin;
import io.stele.security.account.Accounts;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountEndpointsTest {

    private static final ServerOptions OPEN =
            ServerOptions.defaults().withHttp(HttpOptions.loopback(0));

    private final InMemoryEventStore store = new InMemoryEventStore();

    @AfterEach
    void stop() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"k\",\"grants\":[{}]}",
                "{\"name\":\"k\",\"grants\":\"reader\"}",
                "{\"name\":\"k\",\"grants\":{\"first\":\"reader\"}}",
                "{\"name\":\"k\",\"expiresAt\":{}}",
                "{\"name\":\"k\",\"expiresAt\":null}",
            })
    void saysWhatIsWrongWithAKey(String body) throws Exception {
        try (SteleServer server = SteleServer.start(store, OPEN);
                HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + "/v1/keys");
            HttpRequest request =
                    HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build();
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isBetween(400, 422);
        }
    }

    /// It would cost every append a little, and keep a damaged log from being served.
    @Test
    void withoutAuthenticationNobodyFollowsTheLog() throws Exception {
        AtomicInteger subscriptions = new AtomicInteger();
        EventStore counting =
                (EventStore)
                        Proxy.newProxyInstance(
                                EventStore.class.getClassLoader(),
                                new Class<?>[] {EventStore.class},
                                (proxy, method, arguments) -> {
                                    if (method.getName().equals("subscribe")) {
                                        subscriptions.incrementAndGet();
                                    }
                                    return method.invoke(store, arguments);
                                });
        try (SteleServer server = SteleServer.start(counting, OPEN)) {
            assertThat(server.address().getPort()).isPositive();
        }
        assertThat(subscriptions).hasValue(0);
    }

    @Test
    void tellsStrangersWhetherItIsReadyAndNoMore(@TempDir Path directory) throws Exception {
        assertThat(readiness(directory, OPEN)).contains("ready").contains("diskFreeBytes");
        SecurityOptions admin =
                SecurityOptions.DEFAULT.withFirstAdmin("alice", "correct horse battery");
        assertThat(readiness(directory, OPEN.withSecurity(admin)))
                .isEqualTo("{\"status\":\"ready\"}");
    }

    private static String readiness(Path directory, ServerOptions options) throws Exception {
        try (SteleServer server = SteleServer.start("embedded:" + directory, options);
                HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + "/readyz");
            HttpRequest request = HttpRequest.newBuilder(uri).build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    /// Whoever was taken out must not come back with the password of the first day.
    @Test
    void theFirstAdminIsAddedOnce() {
        Optional<SecurityOptions> options =
                Optional.of(
                        SecurityOptions.DEFAULT.withFirstAdmin("alice", "correct horse battery"));
        try (Security security = Security.of(store, options)) {
            assertThat(security.admin().users()).hasSize(1);
        }
        try (Accounts accounts = Accounts.of(store)) {
            AccountAdmin admin = new AccountAdmin(accounts, new SecureRandom());
            var _ = admin.createKey("test", "k", Set.of(), Optional.empty());
            admin.deleteUser("test", "alice");
        }
        try (Security security = Security.of(store, options)) {
            assertThat(security.admin().users()).isEmpty();
        }
    }
}
