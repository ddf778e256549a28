package io.stele.sdk.command;

import java.time.Duration;

/// When a snapshot is taken: often enough that what has to be replayed behind it is neither more
/// events nor, by what replaying was measured to take, more time than said here.
///
/// @param everyEvents after so many events of a stream, 1 or more
/// @param replayLongerThan after fewer, when replaying that many takes longer
public record SnapshotPolicy(int everyEvents, Duration replayLongerThan) {

    public static final SnapshotPolicy DEFAULT = new SnapshotPolicy(500, Duration.ofMillis(50));

    public static final SnapshotPolicy NEVER =
            new SnapshotPolicy(Integer.MAX_VALUE, Duration.ofDays(365));

    public SnapshotPolicy {
        if (everyEvents < 1) {
            throw new IllegalArgumentException("everyEvents must be 1 or more: " + everyEvents);
        }
    }

    /// Whether an append takes a stream over a point at which a snapshot is due.
    ///
    /// @param nanosPerEvent what replaying was measured to take; 0 where it was not
    boolean isDue(long eventsBefore, long eventsAfter, double nanosPerEvent) {
        long every = everyEvents;
        if (nanosPerEvent > 0) {
            double inTime = replayLongerThan.toNanos() / nanosPerEvent;
            every = (long) Math.max(1, Math.min(everyEvents, inTime));
        }
        return eventsBefore / every < eventsAfter / every;
    }
}
