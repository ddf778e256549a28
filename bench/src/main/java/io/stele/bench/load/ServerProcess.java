package io.stele.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A real server in a process of its own, for as long as a benchmark lasts.
///
/// @param hook ends it when this process ends before
public record ServerProcess(Process process, String url, Thread hook) implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("is ready at (http://\\S+)");
    private static final int STOP_SECONDS = 20;

    /// Returns when the server has said that it is ready.
    ///
    /// @param command a `stele serve` or `stele demo` that listens on a free port
    /// @param log gets what the server writes to its error output
    /// @throws IOException when it does not start
    public static ServerProcess start(List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        Thread hook = new Thread(() -> stop(process));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return new ServerProcess(process, awaitReady(process, log), hook);
        } catch (IOException e) {
            stop(process);
            throw e;
        }
    }

    @SuppressWarnings("resource") // the rest of its output is read until it ends
    private static String awaitReady(Process process, Path log) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (@Nullable String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                Thread.ofVirtual().start(() -> drain(out));
                return ready.group(1);
            }
        }
        throw new IOException("the server did not start: " + Files.readString(log).strip());
    }

    private static void drain(BufferedReader out) {
        try {
            while (out.readLine() != null) {
                // nobody is interested, but a full pipe would stop the server
            }
        } catch (IOException | UncheckedIOException e) {
            // it has ended
        }
    }

    /// As `stele://` address.
    public String storeAddress() {
        return "stele://" + HostPort.parse(url);
    }

    public long pid() {
        return process.pid();
    }

    /// Ends it, if need be by force.
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        stop(process);
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
