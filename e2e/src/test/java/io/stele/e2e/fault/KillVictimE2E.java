package io.stele.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.tck.history.History;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /// Shows that the suite can fail: a write that happens too late is lost with the process.
    @Test
    void aLateWriteIsNoticed() throws Exception {
        Path store = directory.resolve("planted");
        History history = kill(store, 500, "late");
        assertThat(VictimProcess.check(store, history)).startsWith("acknowledged");
    }

    private History kill(Path store, int lines, String... planted) throws Exception {
        Path file = store.resolveSibling(store.getFileName() + ".history");
        long offset = VictimProcess.end(file);
        List<String> arguments = new ArrayList<>(List.of("" + random.nextInt(1 << 30), "8"));
        arguments.addAll(List.of(planted));
        try (VictimProcess victim =
                VictimProcess.start(List.of(), store, file, arguments.toArray(String[]::new))) {
            victim.awaitLines(offset, lines);
            victim.kill();
        }
        return VictimProcess.history(file);
    }
}
