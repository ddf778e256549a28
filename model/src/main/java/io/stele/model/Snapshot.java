package io.stele.model;

import java.util.Objects;

/// The state of one stream at a revision. Disposable: it saves time and is never the truth.
///
/// @param stream whose state
/// @param fingerprint of the code and schema that made it; a snapshot with another fingerprint is
///     of no use
/// @param revision of the last event folded into it
/// @param position of that event
/// @param recordedAtMicros of that event, microseconds since 1970-01-01T00:00Z
/// @param state as its maker encoded it
public record Snapshot(
        StreamName stream,
        String fingerprint,
        Revision revision,
        Position position,
        long recordedAtMicros,
        Bytes state) {

    public Snapshot {
        Objects.requireNonNull(stream, "stream");
        Names.check("fingerprint", fingerprint);
        Objects.requireNonNull(revision, "revision");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(state, "state");
    }
}
