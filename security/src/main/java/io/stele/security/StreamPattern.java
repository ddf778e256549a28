package io.stele.security;

import io.stele.model.StreamName;

/// Which streams are meant: `account-42` that one alone, `account-*` all whose names begin so, `*`
/// all. Never Stele's own `$`-streams.
///
/// @param beginning what the names begin with, or the whole name
/// @param exact whether it is the whole name
public record StreamPattern(String beginning, boolean exact) {

    static final StreamPattern ALL = new StreamPattern("", false);

    private static final String REST = "*";

    public StreamPattern {
        if (beginning.startsWith(StreamName.SYSTEM_PREFIX)) {
            throw new IllegalArgumentException(
                    "\"%s\": $-streams are Stele's own, and only for admins".formatted(beginning));
        }
        if (exact || !beginning.isEmpty()) {
            StreamName checked = StreamName.of(beginning);
            beginning = checked.value();
        }
    }

    /// @throws IllegalArgumentException when it has a star anywhere but at its end
    public static StreamPattern of(String text) {
        boolean exact = !text.endsWith(REST);
        String beginning = exact ? text : text.substring(0, text.length() - 1);
        if (beginning.contains(REST)) {
            throw new IllegalArgumentException(
                    "\"%s\": a star stands at the end, as in account-*".formatted(text));
        }
        return new StreamPattern(beginning, exact);
    }

    boolean matches(StreamName stream) {
        return !stream.isSystem()
                && (exact
                        ? stream.value().equals(beginning)
                        : stream.value().startsWith(beginning));
    }

    @Override
    public String toString() {
        return exact ? beginning : beginning + REST;
    }
}
