package io.stele.engine.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.engine.EmbeddedEventStore;
import io.stele.engine.EngineOptions;
import io.stele.log.Environment;
import io.stele.log.LogOptions;
import io.stele.log.simulated.DiskFault;
import io.stele.log.simulated.SimulatedDisk;
import io.stele.model.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The power goes between any two steps of a backup.
///
/// Invariants: once a backup was complete, there is one, and it is whole: the one before or the
/// new one. The next backup works, and has all that the store has.
class BackupSimulation {

    private static final Path STORE = Path.of("/simulated/store");
    private static final Path BACKUP = Path.of("/simulated/backup");
    private static final int STEPS_MAX = 200;

    @Test
    void aBackupThatIsBrokenOffLeavesTheOneBefore() throws IOException {
        int steps = 0;
        while (steps < STEPS_MAX && brokenOffAfter(steps, false) != null) {
            steps++;
        }
        assertThat(steps).as("steps of a backup").isBetween(20, STEPS_MAX - 1);
    }

    /// Shows that the simulation can fail: without syncs, a backup names files that are not there.
    @Test
    void withoutSyncsTheLossIsNoticed() {
        int noticed = 0;
        for (int steps = 0; steps < 60; steps++) {
            try {
                brokenOffAfter(steps, true);
            } catch (AssertionError | IOException | RuntimeException e) {
                noticed++;
            }
        }
        assertThat(noticed).isGreaterThan(40);
    }

    /// @return why the backup did not end; null when it was complete before the power went
    private static @Nullable Exception brokenOffAfter(int steps, boolean syncsLie)
            throws IOException {
        SimulatedDisk disk =
                new SimulatedDisk(
                        new SplittableRandom(steps),
                        syncsLie
                                ? Set.of(DiskFault.LYING_SYNCS, DiskFault.LYING_DIRECTORY_SYNCS)
                                : Set.of());
        disk.quiet(true);
        BackupOptions options =
                BackupOptions.defaults().withDisk(disk).withProofWait(Duration.ZERO);
        append(disk, 20);
        disk.quiet(false);
        long first = Backup.run(STORE, BACKUP, options).manifest().endPosition();
        append(disk, 25);
        disk.failAfter(steps);
        Exception brokenOff = null;
        try {
            Backup.run(STORE, BACKUP, options);
        } catch (IOException | StoreException e) {
            brokenOff = e;
        }
        disk.failAfter(Long.MAX_VALUE);
        disk.crash();
        assertThat(endOfSoundBackup(disk)).isIn(first, 45L);
        if (brokenOff == null) {
            assertThat(endOfSoundBackup(disk)).isEqualTo(45);
        }
        assertThat(Backup.run(STORE, BACKUP, options).manifest().endPosition()).isEqualTo(45);
        assertThat(endOfSoundBackup(disk)).isEqualTo(45);
        return brokenOff;
    }

    private static void append(SimulatedDisk disk, int appends) {
        EngineOptions options =
                EngineOptions.defaults()
                        .withLog(new LogOptions(8 << 10, 4 << 10))
                        .withEnvironment(
                                new Environment(disk, () -> new UUID(1, 2), Runnable::run));
        try (EmbeddedEventStore store = EmbeddedEventStore.open(STORE, options)) {
            StoreFiles.append(store, appends);
        }
    }

    private static long endOfSoundBackup(SimulatedDisk disk) throws IOException {
        List<Finding> found = new ArrayList<>();
        VerificationReport report =
                new StoreVerification(disk, found::add, MaintenanceProgress.NONE).backup(BACKUP);
        assertThat(found).isEmpty();
        return report.endPosition();
    }
}
