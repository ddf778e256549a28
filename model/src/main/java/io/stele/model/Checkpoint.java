package io.stele.model;

import java.util.Optional;

/// How far a reader has finished: everything below `next` is done, `next` itself is not. A type of
/// its own, so that it cannot pass for a [Position].
///
/// @param next the first position that is not finished, 0 or more
public record Checkpoint(long next) implements Comparable<Checkpoint> {

    /// Nothing is finished.
    public static final Checkpoint START = new Checkpoint(0);

    public Checkpoint {
        if (next < 0) {
            throw new IllegalArgumentException("checkpoint must be 0 or more: " + next);
        }
    }

    /// The event at `position`, and all before it, are finished.
    public static Checkpoint after(Position position) {
        return new Checkpoint(Math.min(position.value(), Long.MAX_VALUE - 1) + 1);
    }

    /// The last finished position; empty at the start.
    public Optional<Position> last() {
        return next == 0 ? Optional.empty() : Optional.of(new Position(next - 1));
    }

    /// Whether the event at `position` is finished.
    public boolean covers(Position position) {
        return position.value() < next;
    }

    @Override
    public int compareTo(Checkpoint other) {
        return Long.compare(next, other.next);
    }
}
