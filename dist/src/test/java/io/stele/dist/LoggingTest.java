package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.http.HttpOptions;
import io.stele.model.Append;
import io.stele.model.EventStore;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LoggingTest {

    private static final String SECRET = "s3cr3t-0123456789";

    @Test
    void aLineHasTimeLevelLoggerMessageAndError() {
        LogRecord record = new LogRecord(Level.SEVERE, "cannot {0}:\n\"{1}\"");
        record.setParameters(new Object[] {"write", "x"});
        record.setLoggerName("io.stele.log");
        record.setThrown(new IOException("No space left"));
        String line = new JsonLogLines().format(record);
        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        JsonNode json = JsonMapper.shared().readTree(line);
        assertThat(json.get("time").asString()).isEqualTo(record.getInstant().toString());
        assertThat(json.get("level").asString()).isEqualTo("error");
        assertThat(json.get("logger").asString()).isEqualTo("io.stele.log");
        assertThat(json.get("message").asString()).isEqualTo("cannot write:\n\"x\"");
        assertThat(json.get("error").get("type").asString()).isEqualTo("java.io.IOException");
        assertThat(json.get("error").get("message").asString()).isEqualTo("No space left");
        assertThat(json.get("error").get("stack").asString()).contains("LoggingTest");
        assertThat(new JsonLogLines().format(new LogRecord(Level.WARNING, "w")))
                .contains("\"level\":\"warning\"")
                .doesNotContain("\"error\"")
                .doesNotContain("\"logger\"");
    }

    @Test
    void neitherSecretsNorEventDataGetIntoTheLog(@TempDir Path directory) throws Exception {
        Captured captured = new Captured();
        Logger root = Logger.getLogger("");
        root.addHandler(captured);
        try (SteleServer server =
                SteleServer.start(
                        "embedded:" + directory,
                        ServerOptions.defaults().withHttp(HttpOptions.loopback(0)))) {
            int port = server.address().getPort();
            useAsAClient(port);
            String json = "{\"type\":\"T\",\"data\":{\"a\":\"" + SECRET + "\"}}";
            request(port, "POST /v1/streams/a-1 HTTP/1.1", json);
            request(port, "POST /v1/streams/a-1 HTTP/1.1", json.substring(1)); // not JSON
            request(port, "POST /v1/append HTTP/1.1", json); // another shape
            request(port, "GET /v1/streams/a-1?x=" + SECRET + " HTTP/1.1", "");
            request(port, "GET /v1/streams/a-1 HTTP/1.1\r\nContent-Length: " + SECRET, "");
            request(port, "GET /v1/streams/%" + SECRET + " HTTP/1.1", "");
        } finally {
            root.removeHandler(captured);
        }
        assertThat(captured.lines).noneMatch(line -> line.contains(SECRET));
    }

    private static void useAsAClient(int port) {
        try (EventStore store = EventStore.open("stele://127.0.0.1:" + port)) {
            var _ =
                    store.append(
                            Append.to(
                                    "b-1",
                                    io.stele.model.Expectation.ANY,
                                    NewEvent.json("T", "{\"a\":\"" + SECRET + "\"}")));
            assertThat(store.read(ReadLog.all()).toList()).hasSize(1);
        }
    }

    /// One request, and whatever comes back, until the server closes the connection.
    private static void request(int port, String beginning, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String text =
                    """
                    %s\r
                    Host: localhost\r
                    Connection: close\r
                    Authorization: Bearer %s\r
                    Cookie: %s\r
                    Content-Length: %d\r
                    \r
                    %s\
                    """
                            .formatted(beginning, SECRET, SECRET, body.length(), body);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    private static final class Captured extends Handler {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord record) {
            lines.add(new JsonLogLines().format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
