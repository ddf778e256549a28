package io.stele.sql;

import io.stele.model.Metadata;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/// Where an event stands, and what is known beside its data.
///
/// @param event as the log has it
public record EventContext(RecordedEvent event) {

    public StreamName stream() {
        return event.stream();
    }

    /// What stands after the category in the stream's name.
    public String id() {
        return event.stream().id();
    }

    public long revision() {
        return event.revision().value();
    }

    public long position() {
        return event.position().value();
    }

    public String actor() {
        return event.actor();
    }

    public Instant recordedAt() {
        return event.recordedAt();
    }

    /// When it happened: what the metadata say, and the time of recording where they say nothing.
    ///
    /// @throws IllegalArgumentException when the metadata hold something that is no time
    public Instant occurredAt() {
        return event.metadata().text(Metadata.OCCURRED_AT).map(this::parse).orElse(recordedAt());
    }

    private Instant parse(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "metadata occurredAt must be ISO 8601 with offset, but is \"" + text + "\"", e);
        }
    }
}
