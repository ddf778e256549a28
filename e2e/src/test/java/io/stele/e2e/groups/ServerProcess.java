package io.stele.e2e.groups;

import io.stele.engine.EmbeddedEventStore;
import io.stele.engine.EngineOptions;
import io.stele.http.HttpOptions;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A server in a process of its own, on a port that it has again after it was killed.
final class ServerProcess implements AutoCloseable {

    private final Process process;

    /// Returns when it answers.
    ServerProcess(Path directory, int port) throws IOException {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServerProcess.class.getName(),
                                directory.toString(),
                                Integer.toString(port))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        if (out.readLine() == null) {
            throw new IOException("the server did not start");
        }
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
        ServerOptions options =
                ServerOptions.defaults().withHttp(HttpOptions.loopback(Integer.parseInt(args[1])));
        try (SteleServer server =
                SteleServer.start(
                        EmbeddedEventStore.open(Path.of(args[0]), EngineOptions.defaults()),
                        options)) {
            System.out.println(server.address().getPort());
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
