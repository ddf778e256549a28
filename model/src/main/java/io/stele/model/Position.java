package io.stele.model;

/// The place of an event in the whole log, from 0, without gaps: position order is commit order is
/// the order that every reader sees. Never a byte offset.
///
/// @param value 0 or more
public record Position(long value) implements Comparable<Position> {

    public Position {
        if (value < 0) {
            throw new IllegalArgumentException("position must be 0 or more: " + value);
        }
    }

    public static Position of(long value) {
        return new Position(value);
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
