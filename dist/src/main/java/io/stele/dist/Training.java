package io.stele.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Does once what is usual, so that the JVM can keep the classes that this loads, and later starts
/// are fast. Only the launcher uses it, after a build.
final class Training {

    private static final long READY_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);

    private Training() {}

    /// Ends the process.
    ///
    /// @param args an empty directory to work in
    public static void main(String[] args) throws IOException, InterruptedException {
        Logging.configure();
        run("--help");
        useStore("embedded:" + Path.of(args[0]).resolve("data"));
        int port = freePort();
        Thread.ofPlatform()
                .start(() -> run("demo", "--data", args[0] + "/demo", "--port", "" + port));
        useBank("http://127.0.0.1:" + port);
        useStore("stele://127.0.0.1:" + port);
        System.exit(ExitCode.OK);
    }

    private static void useStore(String address) {
        run("append", "training-1", "Trained", "{\"amount\":1}", "--store", address);
        run("read", "training-1", "--store", address);
        run("read", "--json", "--store", address);
    }

    private static void useBank(String url) throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (!answers(url + "/openapi.json")) {
            if (System.nanoTime() - began > READY_NANOS_MAX) {
                throw new IllegalStateException("the demo does not answer");
            }
            Thread.sleep(20);
        }
        request(url + "/api/account/1/OpenAccount", "{\"owner\":\"Ada\"}");
        request(url + "/api/account/1/Deposit", "{\"amount\":1}");
        request(url + "/api/account/1", "");
        request(url + "/api/views/accounts", "");
    }

    private static boolean answers(String url) {
        try {
            request(url, "");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// @param body empty: GET, otherwise POST
    private static void request(String url, String body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream answer = connection.getInputStream()) {
            answer.readAllBytes();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void run(String... args) {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(InputStream.nullInputStream(), nowhere, System.err, false);
        int exitCode = Main.run(terminal, args);
        if (exitCode != ExitCode.OK) {
            throw new IllegalStateException(String.join(" ", args) + " gave " + exitCode);
        }
    }
}
