package io.stele.model;

import java.util.Objects;
import java.util.Optional;

/// A read of one stream.
///
/// @param fromInclusive the first revision to read; empty: the first event of the stream, or its
///     last one when reading backward. Past the end: forward reads nothing, backward begins at the
///     last event.
/// @param limit how many events at most, 1 or more
public record ReadStream(
        StreamName stream, Direction direction, Optional<Revision> fromInclusive, long limit) {

    public static final long NO_LIMIT = Long.MAX_VALUE;

    public ReadStream {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(fromInclusive, "fromInclusive");
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be 1 or more: " + limit);
        }
    }

    /// The whole stream, forward.
    public static ReadStream of(StreamName stream) {
        return new ReadStream(stream, Direction.FORWARD, Optional.empty(), NO_LIMIT);
    }

    /// The whole stream, forward.
    public static ReadStream of(String stream) {
        return of(StreamName.of(stream));
    }

    public ReadStream from(Revision inclusive) {
        return new ReadStream(stream, direction, Optional.of(inclusive), limit);
    }

    public ReadStream from(long inclusive) {
        return from(Revision.of(inclusive));
    }

    public ReadStream backward() {
        return new ReadStream(stream, Direction.BACKWARD, fromInclusive, limit);
    }

    public ReadStream limit(long events) {
        return new ReadStream(stream, direction, fromInclusive, events);
    }
}
