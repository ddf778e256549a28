package io.stele.e2e.fault;

import io.stele.engine.EmbeddedEventStore;
import io.stele.engine.EngineOptions;
import io.stele.model.StoreException;
import io.stele.tck.history.History;
import io.stele.tck.history.HistoryCheck;
import io.stele.tck.history.ScriptedAppend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A [Victim] in a process of its own. Closing kills it when it still runs.
final class VictimProcess implements AutoCloseable {

    private static final int SECONDS_MAX = 120;

    private final Process process;
    private final Path errors;
    private final Path history;

    private VictimProcess(Process process, Path errors, Path history) {
        this.process = process;
        this.errors = errors;
        this.history = history;
    }

    /// @param before what the command begins with: nothing, or a tool that starts it
    /// @param store the directory of the store
    /// @param history where it writes down what it does; on another disk than the store
    /// @param more arguments of [Victim] behind the history
    static VictimProcess start(List<String> before, Path store, Path history, String... more)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        store.toString(),
                        history.toString()));
        command.addAll(List.of(more));
        Path errors = history.resolveSibling(history.getFileName() + ".err");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                        .start();
        return new VictimProcess(process, errors, history);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Waits until its history, from `offset` on, is as wanted.
    ///
    /// @param wanted asked about the text behind `offset`
    /// @return false when it ended before
    boolean await(long offset, Predicate<String> wanted) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (System.nanoTime() < deadline) {
            boolean ended = process.waitFor(2, TimeUnit.MILLISECONDS);
            String text = Files.exists(history) ? Files.readString(history) : "";
            if (text.length() > offset && wanted.test(text.substring((int) offset))) {
                return true;
            }
            if (ended) {
                return false;
            }
        }
        throw new AssertionError("not in time:\n" + Files.readString(errors));
    }

    /// Waits until it has the store open and went on for some more lines.
    void awaitLines(long offset, int count) throws Exception {
        await(offset, text -> text.contains("# open\n") && text.lines().count() > count);
    }

    /// Waits until it ends by itself.
    int awaitEnd() throws Exception {
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new AssertionError("the victim did not end:\n" + Files.readString(errors));
        }
        return process.exitValue();
    }

    /// The victim's own process, below the tool that started it where there is one.
    ProcessHandle victim() {
        return process.children().findFirst().orElse(process.toHandle());
    }

    /// SIGKILL, and waits until it is gone.
    void kill() {
        victim().destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    /// Where a history file ends.
    static long end(Path history) throws IOException {
        return Files.exists(history) ? Files.size(history) : 0;
    }

    /// All that a victim wrote down, or several did in turn, up to the last whole line.
    static History history(Path file) throws IOException {
        History history = new History();
        String text = Files.exists(file) ? Files.readString(file) : "";
        text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(history::read);
        return history;
    }

    /// Opens what the victims left, and compares it with their history.
    ///
    /// @return what is wrong, or null
    static @Nullable String check(Path store, History history) {
        EngineOptions options = EngineOptions.defaults().withLog(Victim.LOG);
        try (EmbeddedEventStore opened = EmbeddedEventStore.open(store, options)) {
            if (opened.damage().isPresent()) {
                return "no false alarm: " + opened.damage().get().getMessage();
            }
            String wrong = HistoryCheck.violation(history, opened);
            return wrong == null && askAgain(opened, history)
                    ? HistoryCheck.violation(history, opened)
                    : wrong;
        } catch (StoreException e) {
            return "it opens and can be read: " + e;
        }
    }

    /// A client that got no answer asks again with the same id; that must never count twice.
    private static boolean askAgain(EmbeddedEventStore store, History history) {
        List<ScriptedAppend> open = history.unanswered();
        for (ScriptedAppend append : open) {
            history.sent(append);
            history.answered(append.id(), store.append(append.append()), null);
        }
        return !open.isEmpty();
    }
}
