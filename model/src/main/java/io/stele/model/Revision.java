package io.stele.model;

/// The place of an event in its stream, from 0, without gaps.
///
/// @param value 0 or more
public record Revision(long value) implements Comparable<Revision> {

    public static final Revision FIRST = new Revision(0);

    public Revision {
        if (value < 0) {
            throw new IllegalArgumentException("revision must be 0 or more: " + value);
        }
    }

    public static Revision of(long value) {
        return value == 0 ? FIRST : new Revision(value);
    }

    public Revision next() {
        return new Revision(value + 1);
    }

    @Override
    public int compareTo(Revision other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
