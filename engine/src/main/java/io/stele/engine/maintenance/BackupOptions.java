package io.stele.engine.maintenance;

import io.stele.log.Disk;
import io.stele.log.FileDisk;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;

/// How a backup is made.
///
/// @param disk has the store and the backup
/// @param clock tells when it was made
/// @param durableEnd the first position that is not durable, where the caller has the store open
///     and knows; without it, the files have to prove what is durable
/// @param proofWait how long to wait for that proof for what is there when the backup begins
/// @param progress told of bytes copied
public record BackupOptions(
        Disk disk,
        Clock clock,
        OptionalLong durableEnd,
        Duration proofWait,
        MaintenanceProgress progress) {

    public static BackupOptions defaults() {
        return new BackupOptions(
                new FileDisk(),
                Clock.systemUTC(),
                OptionalLong.empty(),
                Duration.ofSeconds(5),
                MaintenanceProgress.NONE);
    }

    public BackupOptions withDisk(Disk other) {
        return new BackupOptions(other, clock, durableEnd, proofWait, progress);
    }

    public BackupOptions withDurableEnd(long position) {
        return new BackupOptions(disk, clock, OptionalLong.of(position), proofWait, progress);
    }

    public BackupOptions withProofWait(Duration other) {
        return new BackupOptions(disk, clock, durableEnd, other, progress);
    }

    public BackupOptions withProgress(MaintenanceProgress other) {
        return new BackupOptions(disk, clock, durableEnd, proofWait, other);
    }
}
