package io.stele.groups;

import io.stele.model.EventFilter;
import java.time.Duration;
import java.util.Objects;

/// What a consumer group reads, and how patient it is.
///
/// @param filter which events its members get
/// @param window how many events may be under way at once, with the members or waiting for them: the
///     most that a crash can make come twice, 1 to [#WINDOW_MAX]
/// @param attemptsMax how often an event is tried before its stream is parked, 1 or more
/// @param ackTimeout how long a member may take for an event until another one gets it
/// @param retryAfterMin before the first retry; each later one waits twice as long
/// @param retryAfterMax at most
public record GroupOptions(
        EventFilter filter,
        int window,
        int attemptsMax,
        Duration ackTimeout,
        Duration retryAfterMin,
        Duration retryAfterMax) {

    public static final int WINDOW_MAX = 32_768;

    public static final GroupOptions DEFAULT =
            new GroupOptions(
                    EventFilter.ALL.withoutSystem(),
                    4096,
                    10,
                    Duration.ofSeconds(30),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(30));

    public GroupOptions {
        Objects.requireNonNull(filter, "filter");
        if (window < 1 || window > WINDOW_MAX || attemptsMax < 1) {
            throw new IllegalArgumentException(
                    "window must be 1 to %d and attemptsMax 1 or more: %d, %d"
                            .formatted(WINDOW_MAX, window, attemptsMax));
        }
        if (!ackTimeout.isPositive()
                || retryAfterMin.isNegative()
                || retryAfterMax.compareTo(retryAfterMin) < 0) {
            throw new IllegalArgumentException(
                    "ackTimeout must be above 0, and retryAfterMax no less than retryAfterMin:"
                            + " %s, %s, %s".formatted(ackTimeout, retryAfterMin, retryAfterMax));
        }
    }

    public GroupOptions withFilter(EventFilter other) {
        return new GroupOptions(
                other, window, attemptsMax, ackTimeout, retryAfterMin, retryAfterMax);
    }

    public GroupOptions withWindow(int other) {
        return new GroupOptions(
                filter, other, attemptsMax, ackTimeout, retryAfterMin, retryAfterMax);
    }

    public GroupOptions withAttemptsMax(int other) {
        return new GroupOptions(filter, window, other, ackTimeout, retryAfterMin, retryAfterMax);
    }

    public GroupOptions withAckTimeout(Duration other) {
        return new GroupOptions(filter, window, attemptsMax, other, retryAfterMin, retryAfterMax);
    }

    public GroupOptions withRetryAfter(Duration min, Duration max) {
        return new GroupOptions(filter, window, attemptsMax, ackTimeout, min, max);
    }

    /// How long to wait before attempt number `attempt`, which is 2 or more.
    public Duration retryAfter(int attempt) {
        long factor = 1L << Math.min(attempt - 2, 30);
        Duration wanted =
                retryAfterMin.compareTo(retryAfterMax.dividedBy(factor)) > 0
                        ? retryAfterMax
                        : retryAfterMin.multipliedBy(factor);
        return wanted.compareTo(retryAfterMax) > 0 ? retryAfterMax : wanted;
    }
}
