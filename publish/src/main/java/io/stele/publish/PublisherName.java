package io.stele.publish;

import io.stele.model.StreamName;
import java.util.regex.Pattern;

/// The name of a publisher, such as `orders`.
///
/// @param value lower case letters and digits, in words joined by `-`; at most 100 characters
public record PublisherName(String value) implements Comparable<PublisherName> {

    /// What the streams of publishers belong to.
    public static final String CATEGORY = "$publisher";

    private static final int CHARS_MAX = 100;
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    public PublisherName {
        if (value.length() > CHARS_MAX || !SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a publisher's name has 1 to 100 lower case letters and digits, in words joined"
                            + " by '-': \""
                            + value
                            + "\"");
        }
    }

    public static PublisherName of(String value) {
        return new PublisherName(value);
    }

    /// Where the publisher keeps what it must not forget.
    public StreamName stream() {
        return StreamName.of(CATEGORY, value);
    }

    @Override
    public int compareTo(PublisherName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
