package io.stele.model;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/// An event as the log has it.
///
/// @param position its place in the log
/// @param stream the stream it belongs to
/// @param revision its place in that stream
/// @param id given by whoever appended it
/// @param type what kind of fact
/// @param recordedAt when the log took it: UTC, whole microseconds, never earlier than that of the
///     event before
/// @param actor who caused it; not empty
/// @param data what it says
/// @param metadata what stands beside it; may be empty
/// @param tags may be empty; iterates in order of the tags' text
public record RecordedEvent(
        Position position,
        StreamName stream,
        Revision revision,
        UUID id,
        String type,
        Instant recordedAt,
        String actor,
        EventData data,
        Metadata metadata,
        Set<Tag> tags) {}
