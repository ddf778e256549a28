package io.stele.e2e.publish;

import io.stele.http.HttpOptions;
import io.stele.publish.PublisherSettings;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server with one publisher in a process of its own, on a port that it has again after it was killed.
final class PublishingServer implements AutoCloseable {

    static final String PUBLISHER = "all";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final int port;

    /// Returns when it answers.
    PublishingServer(Path directory, int port, String kind, Map<String, String> target)
            throws IOException {
        this.port = port;
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Djava.util.logging.config.file="
                                        + System.getProperty("java.util.logging.config.file"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                PublishingServer.class.getName(),
                                directory.toString(),
                                Integer.toString(port),
                                kind));
        target.forEach((name, value) -> command.add(name + "=" + value));
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        if (out.readLine() == null) {
            throw new IOException("the server did not start");
        }
    }

    /// How its publisher fares, as `/v1/publishers/{publisher}` tells it.
    JsonNode status() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/v1/publishers/" + PUBLISHER);
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        return JsonMapper.shared().readTree(CLIENT.send(request, BodyHandlers.ofString()).body());
    }

    /// SIGKILL, and waits until it is gone.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> target = new HashMap<>();
        for (String each : List.of(args).subList(3, args.length)) {
            String[] pair = each.split("=", 2);
            target.put(pair[0], pair[1]);
        }
        ServerOptions options =
                ServerOptions.defaults()
                        .withHttp(HttpOptions.loopback(Integer.parseInt(args[1])))
                        .withPublishers(List.of(PublisherSettings.of(PUBLISHER, args[2], target)));
        try (SteleServer server = SteleServer.start("embedded:" + args[0], options)) {
            System.out.println(server.address().getPort());
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
