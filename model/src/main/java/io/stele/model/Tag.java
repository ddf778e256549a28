package io.stele.model;

/// A `key:value` pair on an event, for consistency boundaries that cross streams.
///
/// @param value the whole tag; the key is what stands before the first `:` and is not empty, the
///     value after it is not empty either
public record Tag(String value) implements Comparable<Tag> {

    public Tag {
        Names.check("tag", value);
        int colon = value.indexOf(':');
        if (colon < 1 || colon == value.length() - 1) {
            throw new IllegalArgumentException("tag must be key:value, but is \"" + value + "\"");
        }
    }

    public static Tag of(String value) {
        return new Tag(value);
    }

    public static Tag of(String key, String value) {
        return new Tag(key + ":" + value);
    }

    @Override
    public int compareTo(Tag other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
