package io.stele.sdk.command;

import java.time.Duration;

/// When a snapshot is taken.
///
/// @param everyEvents after so many events of a stream, 1 or more
/// @param replayLongerThan also when building the state from the log took longer
public record SnapshotPolicy(int everyEvents, Duration replayLongerThan) {

    public static final SnapshotPolicy DEFAULT = new SnapshotPolicy(500, Duration.ofMillis(50));

    public static final SnapshotPolicy NEVER =
            new SnapshotPolicy(Integer.MAX_VALUE, Duration.ofDays(365));

    public SnapshotPolicy {
        if (everyEvents < 1) {
            throw new IllegalArgumentException("everyEvents must be 1 or more: " + everyEvents);
        }
    }

    /// Whether a multiple of `everyEvents` lies between two event counts of a stream.
    boolean isDue(long eventsBefore, long eventsAfter) {
        return eventsBefore / everyEvents < eventsAfter / everyEvents;
    }
}
