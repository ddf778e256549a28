package io.stele.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.http.HttpOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `/metrics` says of appends and requests that were made.
final class MetricsRouteTest {

    private static final Pattern LINE =
            Pattern.compile("(# (HELP|TYPE) .*|[a-z_]+(\\{[^}]*(\\{[a-zA-Z]+\\}[^}]*)*\\})? \\S+)");

    @TempDir Path directory;
    private final HttpClient client = HttpClient.newHttpClient();
    private SteleServer server;

    @BeforeEach
    void start() {
        server =
                SteleServer.start(
                        "embedded:" + directory,
                        ServerOptions.defaults().withHttp(HttpOptions.loopback(0)));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    }

    private String get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString()).body();
    }

    private int append(String expected) throws Exception {
        HttpResponse<String> answer =
                client.send(
                        request("/v1/streams/a-1")
                                .header("Stele-Expected", expected)
                                .POST(BodyPublishers.ofString("{\"type\":\"Made\",\"data\":{}}"))
                                .build(),
                        BodyHandlers.ofString());
        return answer.statusCode();
    }

    @Test
    void appendsAndRequestsAreCounted() throws Exception {
        assertThat(append("none")).isEqualTo(201);
        assertThat(append("0")).isEqualTo(201);
        assertThat(append("none")).isEqualTo(409);
        get("/v1/streams/a-1");
        get("/nowhere");
        String metrics = get("/metrics");
        assertThat(metrics.lines()).allMatch(line -> LINE.matcher(line).matches());
        assertThat(metrics)
                .contains("\nstele_appends_total{outcome=\"written\"} 2\n")
                .contains("\nstele_appends_total{outcome=\"conflict\"} 1\n")
                .contains("\nstele_events_written_total 2\n")
                .contains("\nstele_append_seconds_count 2\n")
                .contains("\nstele_log_next_position 2.0\n")
                .contains("\nstele_store_writable 1.0\n")
                .contains("\nstele_log_files 1.0\n")
                .contains(
                        "stele_http_requests_total{method=\"POST\",route=\"/v1/streams/{stream}\",status=\"201\"} 2")
                .contains(
                        "stele_http_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 1")
                .containsPattern("stele_disk_free_bytes [1-9]")
                .containsPattern("stele_connections [1-9]")
                .containsPattern("jvm_heap_used_bytes [1-9]");
    }
}
