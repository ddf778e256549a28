package io.stele.e2e;

import io.stele.engine.EmbeddedEventStore;
import io.stele.engine.EngineOptions;
import io.stele.http.HttpOptions;
import io.stele.log.LogOptions;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Another process with a server in it, for one directory after the other: it reads directories from
/// its standard input, says the port of each server, and ends with its input.
public final class StoreProcess implements AutoCloseable {

    private static final EngineOptions SMALL =
            EngineOptions.defaults().withLog(new LogOptions(16 << 20, 8 << 20));

    private final Process process;
    private final BufferedReader from;
    private final PrintStream to;

    public StoreProcess() throws IOException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreProcess.class.getName());
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        from = process.inputReader(StandardCharsets.UTF_8);
        to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /// Closes the server before, and starts one.
    ///
    /// @return its address for a client
    public String serve(Path directory) throws IOException {
        to.println(directory);
        String port = from.readLine();
        if (port == null) {
            throw new IOException("the other process is gone");
        }
        return "stele://127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        to.close();
        process.destroyForcibly();
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ServerOptions options = ServerOptions.defaults().withHttp(HttpOptions.loopback(0));
        SteleServer server = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (server != null) {
                server.close();
            }
            server = SteleServer.start(EmbeddedEventStore.open(Path.of(line), SMALL), options);
            System.out.println(server.address().getPort());
        }
    }
}
