package io.stele.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.engine.EmbeddedEventStore;
import io.stele.engine.EngineOptions;
import io.stele.http.HttpOptions;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.EventStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server says of itself, above all when it is about to close.
final class DrainTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init") // each test starts one
    private SteleServer server;

    private void serve(EventStore store, Duration drainDelay) {
        server =
                SteleServer.start(
                        store,
                        ServerOptions.defaults()
                                .withHttp(HttpOptions.loopback(0))
                                .withDrainDelay(drainDelay));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    }

    @Test
    void beforeItClosesItSaysThatItIsNotReadyAndGoesOnAnswering() throws Exception {
        serve(new InMemoryEventStore(), Duration.ofMinutes(5));
        assertThat(get("/readyz").body()).isEqualTo("{\"status\":\"ready\"}");
        Thread closing = Thread.ofPlatform().start(server::close);
        HttpResponse<String> ready = get("/readyz");
        while (ready.statusCode() == 200) {
            ready = get("/readyz");
        }
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"status\":\"draining\"");
        assertThat(ready.headers().firstValue("connection")).contains("close");
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        HttpRequest append =
                request("/v1/streams/a-1")
                        .POST(BodyPublishers.ofString("{\"type\":\"Made\",\"data\":{}}"))
                        .build();
        assertThat(client.send(append, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
        closing.interrupt(); // it has waited long enough
        closing.join();
    }

    @Test
    void aStoreThatOnlyReadsIsReadyForReadersOnly(@TempDir Path directory) throws Exception {
        damage(directory);
        serve(EmbeddedEventStore.open(directory, EngineOptions.defaults()), Duration.ZERO);
        HttpResponse<String> ready = get("/readyz");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body())
                .contains("\"status\":\"read-only\"", "\"reason\":\"the log is damaged: ")
                .contains("\"diskFreeBytes\":");
        assertThat(get("/readyz?writable=true").statusCode()).isEqualTo(503);
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    private static void damage(Path directory) throws Exception {
        EmbeddedEventStore.open(directory, EngineOptions.defaults()).close();
        Path segment;
        try (var files = Files.list(directory.resolve("log"))) {
            segment =
                    files.filter(file -> file.toString().endsWith(".segment"))
                            .findFirst()
                            .orElseThrow();
        }
        try (var file = Files.newByteChannel(segment, StandardOpenOption.WRITE)) {
            file.write(java.nio.ByteBuffer.wrap(new byte[8])); // its header
        }
    }
}
