package io.stele.publish;

import io.stele.model.Checkpoint;

/// What a replay publishes again, and where.
///
/// @param from the first position
/// @param destination another topic or exchange
/// @param eventsPerSecond at most; 1 or more
public record ReplayOptions(Checkpoint from, String destination, int eventsPerSecond) {

    public static final int EVENTS_PER_SECOND_MAX = 10_000_000;

    public ReplayOptions {
        if (destination.isBlank()) {
            throw new IllegalArgumentException("a replay needs a destination");
        }
        if (eventsPerSecond < 1 || eventsPerSecond > EVENTS_PER_SECOND_MAX) {
            throw new IllegalArgumentException(
                    "events per second must be from 1 to %d: %d"
                            .formatted(EVENTS_PER_SECOND_MAX, eventsPerSecond));
        }
    }
}
