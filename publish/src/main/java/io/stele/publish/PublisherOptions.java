package io.stele.publish;

import java.time.Duration;
import java.util.Objects;

/// The bounds that a publisher keeps to.
///
/// @param batchEventsMax how many events are published together at most. What has come while one
///     batch was published is the next, so a batch is large only where much is waiting
/// @param batchBytesMax how much data, unless a single event has more
/// @param retryMin how long it waits after the first failure; twice as long after each more
/// @param retryMax how long it waits at most
/// @param noteEvery how long what was published may go without being written down, where the target
///     does not keep the checkpoint
/// @param noteEvents how many events may
public record PublisherOptions(
        int batchEventsMax,
        long batchBytesMax,
        Duration retryMin,
        Duration retryMax,
        Duration noteEvery,
        int noteEvents) {

    public static final PublisherOptions DEFAULT =
            new PublisherOptions(
                    2_000,
                    4 << 20,
                    Duration.ofMillis(100),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    10_000);

    public PublisherOptions {
        if (batchEventsMax < 1 || batchBytesMax < 1 || noteEvents < 1) {
            throw new IllegalArgumentException(
                    "bounds must be 1 or more: %d events, %d bytes, %d events noted"
                            .formatted(batchEventsMax, batchBytesMax, noteEvents));
        }
        Objects.requireNonNull(noteEvery, "noteEvery");
        if (!retryMin.isPositive() || retryMax.compareTo(retryMin) < 0) {
            throw new IllegalArgumentException(
                    "retryMin must be above 0 and not above retryMax: %s, %s"
                            .formatted(retryMin, retryMax));
        }
    }

    public PublisherOptions withRetry(Duration min, Duration max) {
        return new PublisherOptions(batchEventsMax, batchBytesMax, min, max, noteEvery, noteEvents);
    }

    public PublisherOptions withBatchEventsMax(int other) {
        return new PublisherOptions(
                other, batchBytesMax, retryMin, retryMax, noteEvery, noteEvents);
    }

    public PublisherOptions withNote(Duration every, int events) {
        return new PublisherOptions(
                batchEventsMax, batchBytesMax, retryMin, retryMax, every, events);
    }
}
