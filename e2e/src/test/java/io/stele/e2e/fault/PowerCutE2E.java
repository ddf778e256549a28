package io.stele.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.engine.EmbeddedEventStore;
import io.stele.engine.EngineOptions;
import io.stele.model.StoreException;
import io.stele.tck.history.History;
import io.stele.tck.history.HistoryCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The power goes under a process with eight writers and a reader: the file system forgets all that
/// was not synced. A process that is only killed loses nothing that way; this is what tells a sync
/// that was left out.
///
/// `-Dstele.powerCuts=N` sets how many, on each kind of file system.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class PowerCutE2E {

    private static final int CUTS = Integer.getInteger("stele.powerCuts", 4);
    private static final int CUTS_OF_ONE_STORE = 10;
    private static final int MEGABYTES = 400;

    @TempDir Path directory;

    private final SplittableRandom random = new SplittableRandom();

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void nothingAcknowledgedIsLost(String kind) throws Exception {
        Tools.require("xfs_io");
        try (LoopDisk disk = LoopDisk.make(directory, kind, MEGABYTES)) {
            for (int cut = 0; cut < CUTS; cut++) {
                Path store = disk.directory().resolve("store-" + cut / CUTS_OF_ONE_STORE);
                History history = cut(disk, store, "8");
                assertThat(VictimProcess.check(store, history)).as("cut %d", cut).isNull();
                assertThat(history.acknowledged()).isPositive();
            }
        }
    }

    /// Shows that the suite can fail. What can still be read has to be right all the same.
    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void withoutSyncsTheLossIsNoticed(String kind) throws Exception {
        Tools.require("xfs_io");
        int cuts = Math.max(3, CUTS / 5);
        int noticed = 0;
        try (LoopDisk disk = LoopDisk.make(directory, kind, MEGABYTES)) {
            for (int cut = 0; cut < cuts; cut++) {
                Path store = disk.directory().resolve("unsynced-" + cut);
                History history = cut(disk, store, "8", "nosync");
                checkWhatIsLeft(store, history);
                noticed += VictimProcess.check(store, history) == null ? 0 : 1;
            }
        }
        assertThat(noticed).isGreaterThanOrEqualTo((cuts * 4 + 4) / 5);
    }

    private static void checkWhatIsLeft(Path store, History history) {
        EngineOptions options = EngineOptions.defaults().withLog(Victim.LOG);
        try (EmbeddedEventStore opened = EmbeddedEventStore.open(store, options)) {
            assertThat(HistoryCheck.violationInWhatIsLeft(history, opened)).isNull();
        } catch (StoreException e) {
            // nothing is left
        }
    }

    private History cut(LoopDisk disk, Path store, String writers, String... planted)
            throws Exception {
        Path file = directory.resolve(disk.directory().getFileName() + "-" + store.getFileName());
        long offset = VictimProcess.end(file);
        String seed = "" + random.nextInt(1 << 30);
        String[] arguments =
                planted.length == 0
                        ? new String[] {seed, writers}
                        : new String[] {seed, writers, planted[0]};
        try (VictimProcess victim = VictimProcess.start(List.of(), store, file, arguments)) {
            victim.awaitLines(offset, 200 + random.nextInt(3_000));
            disk.cutPower(victim);
        }
        return VictimProcess.history(file);
    }
}
