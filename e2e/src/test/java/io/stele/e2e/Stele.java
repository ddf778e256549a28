package io.stele.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `./stele` as typed, in a process of its own. Closing kills it when it still runs.
final class Stele implements AutoCloseable {

    private static final int COMMAND_SECONDS_MAX = 300; // it may build first

    private static final Pattern READY = Pattern.compile("is ready at (http://\\S+)");

    private final Process process;
    private final Path out;
    private final Path err;

    private Stele(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /// Starts a command and does not wait for it.
    ///
    /// @param directory where it runs, and where its output is kept
    static Stele start(Path directory, String... args) throws IOException {
        return start(directory, Map.of(), args);
    }

    /// As [#start(Path, String...)].
    ///
    /// @param environment on top of this process's
    static Stele start(Path directory, Map<String, String> environment, String... args)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Repository.ROOT.resolve("stele").toString()));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(directory, "stele-", ".out");
        Path err = Files.createTempFile(directory, "stele-", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new Stele(builder.start(), out, err);
    }

    /// Runs a command that is expected to work.
    ///
    /// @return what it printed
    static String run(Path directory, String... args) throws IOException, InterruptedException {
        try (Stele stele = start(directory, args)) {
            int exitCode = stele.waitFor();
            if (exitCode != 0) {
                throw new AssertionError(
                        "stele %s: exit code %d%n%s"
                                .formatted(String.join(" ", args), exitCode, stele.err()));
            }
            return stele.out();
        }
    }

    int waitFor() throws InterruptedException {
        if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new AssertionError("stele did not end in time:\n" + err());
        }
        return process.exitValue();
    }

    /// Waits until a service says where it is.
    URI awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(COMMAND_SECONDS_MAX);
        while (System.nanoTime() < deadline) {
            Matcher ready = READY.matcher(out());
            if (ready.find()) {
                return URI.create(ready.group(1));
            }
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("stele ended before it was ready:\n" + out() + err());
            }
        }
        throw new AssertionError("stele was not ready in time:\n" + out() + err());
    }

    /// SIGKILL, and waits until the process is gone. `./stele` becomes the JVM by exec, so that is
    /// what dies.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// SIGTERM.
    void terminate() {
        process.destroy();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
