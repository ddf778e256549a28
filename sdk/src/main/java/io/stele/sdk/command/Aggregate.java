package io.stele.sdk.command;

import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.time.Instant;

/// The state of an aggregate at one of its events.
///
/// @param revision of the last event folded into the state
/// @param position of that event
/// @param recordedAt of that event
public record Aggregate<S>(
        StreamName stream, Revision revision, Position position, Instant recordedAt, S state) {}
