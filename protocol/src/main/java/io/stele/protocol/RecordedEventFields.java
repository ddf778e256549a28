package io.stele.protocol;

import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.Metadata;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The members of a recorded event, as they are read.
final class RecordedEventFields {

    private @Nullable Position position;
    private @Nullable StreamName stream;
    private @Nullable Revision revision;
    private @Nullable UUID id;
    private @Nullable String type;
    private @Nullable Instant recordedAt;
    private @Nullable String actor;
    private @Nullable String contentType;
    private @Nullable Bytes data;
    private Metadata metadata = Metadata.EMPTY;
    private Set<Tag> tags = Set.of();

    boolean read(String name, JsonInput in) {
        switch (name) {
            case "position" -> position = Position.of(in.number("a position"));
            case "stream" -> stream = in.parsed(StreamName::of);
            case "revision" -> revision = Revision.of(in.number("a revision"));
            case "id" -> id = in.parsed(Uuids::parse);
            case "type" -> type = in.string();
            case "recordedAt" -> recordedAt = in.parsed(RecordedEventFields::time);
            case "actor" -> actor = in.string();
            case "contentType" -> contentType = in.string();
            case "data" -> data = in.raw();
            case "dataBase64" -> data = in.base64();
            case "metadata" -> metadata = NewEventJson.metadata(in);
            case "tags" -> tags = Collections.unmodifiableSet(new TreeSet<>(NewEventJson.tags(in)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    RecordedEvent event(JsonInput in) {
        return new RecordedEvent(
                given(position, "position", in),
                given(stream, "stream", in),
                given(revision, "revision", in),
                given(id, "id", in),
                given(type, "type", in),
                given(recordedAt, "recordedAt", in),
                given(actor, "actor", in),
                new EventData(given(data, "data", in), given(contentType, "contentType", in)),
                metadata,
                tags);
    }

    private static <T> T given(@Nullable T value, String name, JsonInput in) {
        if (value == null) {
            throw in.missing(name, "a value");
        }
        return value;
    }
}
