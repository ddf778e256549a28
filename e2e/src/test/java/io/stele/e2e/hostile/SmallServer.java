package io.stele.e2e.hostile;

import io.stele.http.HttpLimits;
import io.stele.http.HttpOptions;
import io.stele.http.TlsOptions;
import io.stele.model.EventStore;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A server with a small heap, in another process.
final class SmallServer implements AutoCloseable {

    private static final int HEAP_MIB = 192;

    private final Process process;
    private final Path errors;
    private final int port;

    /// @param tls certificate and key; none: without TLS
    SmallServer(Path directory, Path... tls) throws IOException {
        errors = Files.createTempFile(directory, "server-", ".err");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + HEAP_MIB + "m",
                                "-XX:MaxDirectMemorySize=128m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+ExitOnOutOfMemoryError",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SmallServer.class.getName(),
                                directory.resolve("store").toString()));
        for (Path file : tls) {
            command.add(file.toString());
        }
        process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        if (line == null) {
            throw new IOException("no server: " + Files.readString(errors));
        }
        port = Integer.parseInt(line);
    }

    int port() {
        return port;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /// What it has written to standard error.
    String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// All memory that the process has, heap and other.
    long residentMib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
            }
        }
        throw new IOException("the process is gone");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws IOException {
        HttpLimits limits = HttpLimits.DEFAULT.withConnections(4_096, 4_096);
        HttpOptions http = HttpOptions.loopback(0).withLimits(limits);
        if (args.length > 1) {
            http = http.withTls(TlsOptions.of(Path.of(args[1]), Path.of(args[2])));
        }
        SteleServer server =
                SteleServer.start(
                        EventStore.open("embedded:" + args[0]),
                        ServerOptions.defaults().withHttp(http));
        System.out.println(server.address().getPort());
        int end = System.in.read();
        System.exit(end < 0 ? 0 : 1);
    }
}
