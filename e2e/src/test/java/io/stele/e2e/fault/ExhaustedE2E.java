package io.stele.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.engine.EmbeddedEventStore;
import io.stele.engine.EngineOptions;
import io.stele.model.AppendResult;
import io.stele.model.ReadLog;
import io.stele.model.StoreException;
import io.stele.model.UnavailableException;
import io.stele.tck.history.History;
import io.stele.tck.history.HistoryCheck;
import io.stele.tck.history.ScriptedAppend;
import io.stele.tck.history.ScriptedLoad;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// No room on the disk, and no descriptors left.
///
/// `-Dstele.fullDisks=N` sets how often the disk is filled.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ExhaustedE2E {

    private static final int FULL = Integer.getInteger("stele.fullDisks", 3);
    private static final int REFUSALS = 50;
    private static final long REFUSAL_MILLIS_MAX = 100;
    private static final long RESUME_MILLIS_MAX = 1_000;
    private static final EngineOptions OPTIONS = EngineOptions.defaults().withLog(Victim.LOG);

    @TempDir Path directory;

    @Test
    void aFullDiskIsAnErrorAndNotAnOutage() throws Exception {
        History history = new History();
        ScriptedLoad load = new ScriptedLoad(new SplittableRandom(20_261_123), 40);
        try (LoopDisk disk = LoopDisk.make(directory, "ext4", 24 + 2 * FULL)) {
            Path store = disk.directory().resolve("store");
            Path ballast = disk.directory().resolve("ballast");
            try (EmbeddedEventStore opened = EmbeddedEventStore.open(store, OPTIONS)) {
                for (int i = 0; i < FULL; i++) {
                    fill(ballast);
                    while (append(opened, load, history)) {} // until it is refused
                    refusedSoonAndStillRead(opened, load, history);
                    Files.delete(ballast);
                    resumes(opened, load, history);
                }
                assertThat(HistoryCheck.violation(history, opened)).isNull();
            }
            try (EmbeddedEventStore opened = EmbeddedEventStore.open(store, OPTIONS)) {
                assertThat(HistoryCheck.violation(history, opened)).isNull();
            }
        }
    }

    private static void fill(Path ballast) throws Exception {
        long room = Files.getFileStore(ballast.getParent()).getUsableSpace();
        long bytes = Math.max(1 << 20, room - (700 << 10));
        Tools.run("fallocate", "-l", "" + bytes, ballast.toString());
    }

    private static void refusedSoonAndStillRead(
            EmbeddedEventStore store, ScriptedLoad load, History history) {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < REFUSALS; i++) {
            long began = System.nanoTime();
            append(store, load, history);
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        }
        millis.sort(null);
        // the median: this machine may be busy with other tests
        assertThat(millis.get(REFUSALS / 2)).isLessThanOrEqualTo(REFUSAL_MILLIS_MAX);
        assertThat(store.read(ReadLog.all().backward().limit(10)).toList()).hasSize(10);
    }

    private static void resumes(EmbeddedEventStore store, ScriptedLoad load, History history) {
        long began = System.nanoTime();
        while (!append(store, load, history)) {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            assertThat(millis)
                    .as("without an append since there is room")
                    .isLessThan(RESUME_MILLIS_MAX);
        }
    }

    /// A conflict counts as an answer: it may be that nothing has to be written for it, so it is
    /// asked for until something was written or refused.
    ///
    /// @return false when it was refused for want of space
    private static boolean append(EmbeddedEventStore store, ScriptedLoad load, History history) {
        while (true) {
            ScriptedAppend append = load.next(store);
            history.sent(append);
            try {
                AppendResult result = store.append(append.append());
                history.answered(append.id(), result, null);
                if (result instanceof AppendResult.Appended) {
                    return true;
                }
            } catch (StoreException e) {
                history.answered(append.id(), null, e);
                assertThat(e)
                        .isInstanceOf(UnavailableException.class)
                        .hasMessageContaining("No space left");
                return false;
            }
        }
    }

    @Test
    void withoutDescriptorsAppendsAreRefusedAndNothingIsLost() throws Exception {
        Tools.require("prlimit");
        Path store = directory.resolve("store");
        Path file = directory.resolve("history");
        try (VictimProcess victim = VictimProcess.start(List.of(), store, file, "1", "4")) {
            victim.awaitLines(0, 200);
            limit(victim, descriptors(victim));
            long offset = VictimProcess.end(file);
            // refused, or ended with what is durable intact: it may not go on as if nothing were
            boolean refused = victim.await(offset, text -> text.contains("\nrefused "));
            if (refused) {
                limit(victim, 1_024);
                long later = VictimProcess.end(file);
                assertThat(victim.await(later, text -> text.contains("\nappended "))).isTrue();
            }
        }
        assertThat(VictimProcess.check(store, VictimProcess.history(file))).isNull();
    }

    private static long descriptors(VictimProcess victim) throws Exception {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + victim.victim().pid() + "/fd"))) {
            return open.count();
        }
    }

    private static void limit(VictimProcess victim, long descriptors) throws Exception {
        String limit = "--nofile=" + descriptors + ":"; // the soft one, which can be raised again
        Tools.run("prlimit", "--pid", "" + victim.victim().pid(), limit);
    }
}
