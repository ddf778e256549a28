package io.stele.model;

import java.util.Objects;
import java.util.Optional;

/// A read of the whole log, or of what passes a filter.
///
/// @param afterExclusive where to begin, in the direction of reading: forward reads what lies above
///     this position, backward what lies below; empty: from the first event, or from the last
/// @param limit how many events at most, 1 or more
public record ReadLog(
        Direction direction, Optional<Position> afterExclusive, EventFilter filter, long limit) {

    public static final long NO_LIMIT = Long.MAX_VALUE;

    public ReadLog {
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(afterExclusive, "afterExclusive");
        Objects.requireNonNull(filter, "filter");
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be 1 or more: " + limit);
        }
    }

    /// Everything, forward.
    public static ReadLog all() {
        return new ReadLog(Direction.FORWARD, Optional.empty(), EventFilter.ALL, NO_LIMIT);
    }

    public ReadLog after(Position exclusive) {
        return new ReadLog(direction, Optional.of(exclusive), filter, limit);
    }

    public ReadLog after(long exclusive) {
        return after(Position.of(exclusive));
    }

    /// What lies behind a checkpoint, forward.
    public ReadLog from(Checkpoint checkpoint) {
        return new ReadLog(Direction.FORWARD, checkpoint.last(), filter, limit);
    }

    public ReadLog backward() {
        return new ReadLog(Direction.BACKWARD, afterExclusive, filter, limit);
    }

    public ReadLog matching(EventFilter other) {
        return new ReadLog(direction, afterExclusive, other, limit);
    }

    public ReadLog limit(long events) {
        return new ReadLog(direction, afterExclusive, filter, events);
    }
}
