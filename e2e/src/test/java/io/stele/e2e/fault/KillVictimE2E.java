package io.stele.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.tck.history.History;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of a process with eight writers and a reader, again and again. After each, the log is
/// compared with all that was answered since the store was made.
///
/// `-Dstele.kills=N` sets how many.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class KillVictimE2E {

    private static final int KILLS = Integer.getInteger("stele.kills", 8);
    private static final int KILLS_OF_ONE_STORE = 10;

    @TempDir Path directory;

    private final SplittableRandom random = new SplittableRandom();

    @Test
    void nothingAcknowledgedIsLostDoubledOrMoved() throws Exception {
        long acknowledged = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Path store = directory.resolve("store-" + kill / KILLS_OF_ONE_STORE);
            History history = kill(store, 20 + random.nextInt(3_000));
            assertThat(VictimProcess.check(store, history)).as("kill %d", kill).isNull();
            acknowledged = history.acknowledged();
        }
        assertThat(acknowledged).isPositive();
    }

    /// Shows that the suite can fail: a write that happens one too late is lost with the process.
    @Test
    void aLateWriteIsNoticed() throws Exception {
        Path store = directory.resolve("planted");
        Path file = directory.resolve("planted.history");
        try (VictimProcess victim = VictimProcess.start(List.of(), store, file, "1", "8", "late")) {
            // its own reader may notice first, and end it
            victim.await(0, text -> text.lines().count() > 500);
        }
        assertThat(VictimProcess.check(store, VictimProcess.history(file))).isNotNull();
    }

    private History kill(Path store, int lines) throws Exception {
        Path file = store.resolveSibling(store.getFileName() + ".history");
        long offset = VictimProcess.end(file);
        String seed = "" + random.nextInt(1 << 30);
        try (VictimProcess victim = VictimProcess.start(List.of(), store, file, seed, "8")) {
            victim.awaitLines(offset, lines);
            victim.kill();
        }
        return VictimProcess.history(file);
    }
}
