package io.stele.model;

/// The name of a stream, `category-id`, for example `account-42`.
///
/// Not empty, no control characters, no unpaired surrogates. How long it may be is a limit of the
/// store ([Limits]). Two names are the same only when they are equal character by character; there
/// is no Unicode normalisation. A name is never used as a file name.
///
/// @param value the whole name
public record StreamName(String value) implements Comparable<StreamName> {

    /// Streams whose name begins with this are Stele's own (administration, groups).
    public static final String SYSTEM_PREFIX = "$";

    public StreamName {
        Names.check("stream name", value);
    }

    public static StreamName of(String value) {
        return new StreamName(value);
    }

    /// The stream of one aggregate.
    ///
    /// @param category not empty and without `-`
    /// @param id not empty
    public static StreamName of(String category, String id) {
        if (category.isEmpty() || category.indexOf('-') >= 0) {
            throw new IllegalArgumentException(
                    "category must be not empty and without '-': \"" + category + "\"");
        }
        if (id.isEmpty()) {
            throw new IllegalArgumentException("id must not be empty");
        }
        return new StreamName(category + "-" + id);
    }

    /// What stands before the first `-`; the whole name when there is none.
    public String category() {
        int dash = value.indexOf('-');
        return dash < 0 ? value : value.substring(0, dash);
    }

    /// What stands after the first `-`; empty when there is none.
    public String id() {
        int dash = value.indexOf('-');
        return dash < 0 ? "" : value.substring(dash + 1);
    }

    public boolean isSystem() {
        return value.startsWith(SYSTEM_PREFIX);
    }

    @Override
    public int compareTo(StreamName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
