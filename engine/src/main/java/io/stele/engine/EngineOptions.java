package io.stele.engine;

import io.stele.log.Disk;
import io.stele.log.FileDisk;
import io.stele.log.LogOptions;
import io.stele.model.Limits;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/// How an embedded store runs.
///
/// @param limits what an append may be
/// @param log how the files are laid out
/// @param pendingBytesMax how much may wait for the writer before appends are refused as
///     unavailable
/// @param idleBeforeMark how long the log has to be idle before it is noted on disk that all is
///     durable
/// @param disk the files
/// @param clock tells when an append was recorded
/// @param ids gives a new log its id
public record EngineOptions(
        Limits limits,
        LogOptions log,
        long pendingBytesMax,
        Duration idleBeforeMark,
        Disk disk,
        Clock clock,
        Supplier<UUID> ids) {

    public static EngineOptions defaults() {
        return new EngineOptions(
                Limits.DEFAULT,
                LogOptions.DEFAULT,
                64 << 20,
                Duration.ofMillis(50),
                new FileDisk(),
                Clock.systemUTC(),
                UUID::randomUUID);
    }

    public EngineOptions withLog(LogOptions other) {
        return new EngineOptions(limits, other, pendingBytesMax, idleBeforeMark, disk, clock, ids);
    }

    public EngineOptions withDisk(Disk other) {
        return new EngineOptions(limits, log, pendingBytesMax, idleBeforeMark, other, clock, ids);
    }

    public EngineOptions withClock(Clock other) {
        return new EngineOptions(limits, log, pendingBytesMax, idleBeforeMark, disk, other, ids);
    }
}
