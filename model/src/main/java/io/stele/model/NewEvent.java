package io.stele.model;

import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// An event to append.
///
/// @param id made by the caller; the same id in the same stream is recognised as a retry
/// @param type what kind of fact; not empty, no control characters
/// @param data what it says
/// @param metadata what stands beside it; may be empty
/// @param tags may be empty; iterates in order of the tags' text
public record NewEvent(UUID id, String type, EventData data, Metadata metadata, Set<Tag> tags) {

    public NewEvent {
        Objects.requireNonNull(id, "id");
        Names.check("event type", type);
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(metadata, "metadata");
        tags = tags.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(tags));
    }

    /// With a fresh id, no metadata and no tags.
    public static NewEvent of(String type, EventData data) {
        return new NewEvent(TimeOrderedIds.next(), type, data, Metadata.EMPTY, Set.of());
    }

    /// With a fresh id, no metadata and no tags.
    ///
    /// @param json a JSON text; not checked here
    public static NewEvent json(String type, String json) {
        return of(type, EventData.json(json));
    }

    public NewEvent withId(UUID other) {
        return new NewEvent(other, type, data, metadata, tags);
    }

    public NewEvent withMetadata(Metadata other) {
        return new NewEvent(id, type, data, other, tags);
    }

    public NewEvent withTags(Tag... other) {
        return new NewEvent(id, type, data, metadata, Set.of(other));
    }
}
