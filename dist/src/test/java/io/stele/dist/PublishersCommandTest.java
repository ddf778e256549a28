package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.dist.Cli.Outcome;
import io.stele.http.HttpOptions;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.publish.PublisherSettings;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a publisher whose broker does not answer.
class PublishersCommandTest {

    @TempDir Path directory;

    private SteleServer server;

    @BeforeEach
    void start() throws IOException {
        Map<String, String> target = Map.of("uri", "amqp://user:hunter2@127.0.0.1:" + closedPort());
        server =
                SteleServer.start(
                        "embedded:" + directory,
                        ServerOptions.defaults()
                                .withHttp(HttpOptions.loopback(0))
                                .withPublishers(
                                        List.of(
                                                PublisherSettings.of(
                                                        "letters", "rabbitmq", target))));
        server.store()
                .append(Append.to("letter-1", Expectation.ANY, NewEvent.json("Ordered", "{}")));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Outcome publishers(String... arguments) {
        return Cli.run(
                Stream.concat(
                                Stream.of("publishers"),
                                Stream.concat(
                                        Arrays.stream(arguments),
                                        Stream.of(
                                                "--service",
                                                "http://127.0.0.1:" + server.address().getPort())))
                        .toArray(String[]::new));
    }

    @Test
    void listAndShowTellHowFarBehindItIsAndWhyAndNoSecret() throws Exception {
        Outcome list = publishers("list");
        assertThat(list.exitCode()).isZero();
        assertThat(list.out().lines().skip(1))
                .singleElement()
                .asString()
                .contains("letters", " 1 ");
        Outcome show = publishers("show", "letters");
        while (!show.out().contains("retrying")) {
            Thread.sleep(10);
            show = publishers("show", "letters");
        }
        assertThat(show.out())
                .contains("retrying (rabbitmq: ", "published   up to 0 of 1, lag 1 since ")
                .doesNotContain("hunter2");
        assertThat(publishers("show", "letters", "--json").out())
                .contains("\"publisher\":\"letters\"", "\"lag\":1")
                .doesNotContain("hunter2");
    }

    @Test
    void metricsTellItToo() throws Exception {
        URI metrics = URI.create("http://127.0.0.1:" + server.address().getPort() + "/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            String page =
                    client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                            .body();
            assertThat(page)
                    .containsPattern(
                            "stele_publisher_lag_events\\{publisher=\"letters\"} 1(\\.0)?\\n")
                    .containsPattern(
                            "stele_publisher_running\\{publisher=\"letters\"} 0(\\.0)?\\n");
        }
    }

    @Test
    void itIsPausedAndResumed() {
        assertThat(publishers("pause", "letters").out()).contains("state       paused");
        assertThat(publishers("resume", "letters").out()).doesNotContain("paused");
    }

    @Test
    void aReplayBeginsAndASecondOneIsRefused() {
        Outcome first = publishers("replay", "letters", "again", "--rate", "5");
        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).contains("replay      to again");
        Outcome second = publishers("replay", "letters", "again");
        assertThat(second.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(second.err()).contains("under way");
    }

    @Test
    void whatIsNotThereIsAnError() {
        Outcome outcome = publishers("pause", "nobody");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.err()).contains("there is no publisher nobody");
    }
}
