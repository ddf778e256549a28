package io.stele.grpc;

import com.google.protobuf.ByteString;
import io.stele.grpc.v1.Wire;
import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/// Events as messages.
///
/// What reads a message throws an [IllegalArgumentException] that says what is wrong with it.
public final class EventMessages {

    /// A number with more digits than this is no number that anybody meant.
    private static final int DIGITS_MAX = 64 << 10;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private EventMessages() {}

    public static Wire.NewEvent write(NewEvent event) {
        Wire.NewEvent.Builder message =
                Wire.NewEvent.newBuilder()
                        .setId(event.id().toString())
                        .setType(event.type())
                        .setData(write(event.data().bytes()));
        if (!event.data().isJson()) {
            message.setContentType(event.data().contentType());
        }
        event.metadata().values().forEach((name, value) -> message.addMetadata(entry(name, value)));
        event.tags().forEach(tag -> message.addTags(tag.value()));
        return message.build();
    }

    /// @param otherwise the id of an event that has none
    static NewEvent read(Wire.NewEvent message, Supplier<UUID> otherwise) {
        return new NewEvent(
                message.getId().isEmpty() ? otherwise.get() : Read.uuid("id", message.getId()),
                message.getType(),
                data(message.getData(), message.getContentType()),
                metadata(message.getMetadataList()),
                tags(message.getTagsList()));
    }

    public static Wire.RecordedEvent write(RecordedEvent event) {
        Wire.RecordedEvent.Builder message =
                Wire.RecordedEvent.newBuilder()
                        .setPosition(event.position().value())
                        .setStream(event.stream().value())
                        .setRevision(event.revision().value())
                        .setId(event.id().toString())
                        .setType(event.type())
                        .setRecordedAtMicros(micros(event.recordedAt()))
                        .setActor(event.actor())
                        .setData(write(event.data().bytes()));
        if (!event.data().isJson()) {
            message.setContentType(event.data().contentType());
        }
        event.metadata().values().forEach((name, value) -> message.addMetadata(entry(name, value)));
        event.tags().forEach(tag -> message.addTags(tag.value()));
        return message.build();
    }

    public static RecordedEvent read(Wire.RecordedEvent message) {
        return new RecordedEvent(
                Position.of(message.getPosition()),
                StreamName.of(message.getStream()),
                Revision.of(message.getRevision()),
                Read.uuid("id", message.getId()),
                message.getType(),
                instant(message.getRecordedAtMicros()),
                message.getActor(),
                data(message.getData(), message.getContentType()),
                metadata(message.getMetadataList()),
                tags(message.getTagsList()));
    }

    static ByteString write(Bytes bytes) {
        return ByteString.copyFrom(bytes.asByteBuffer());
    }

    static Bytes read(ByteString bytes) {
        return Bytes.wrap(bytes.toByteArray());
    }

    private static EventData data(ByteString bytes, String contentType) {
        Bytes data = read(bytes);
        return contentType.isEmpty() ? EventData.json(data) : new EventData(data, contentType);
    }

    static long micros(Instant time) {
        return time.getEpochSecond() * MICROS_PER_SECOND + time.getNano() / NANOS_PER_MICRO;
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND),
                Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
    }

    private static Wire.MetadataEntry entry(String name, Object value) {
        Wire.MetadataEntry.Builder entry = Wire.MetadataEntry.newBuilder().setName(name);
        switch (value) {
            case String text -> entry.setText(text);
            case Boolean flag -> entry.setFlag(flag);
            case Long integer -> entry.setInteger(integer);
            default -> entry.setNumber(value.toString()); // a BigDecimal: there is nothing else
        }
        return entry.build();
    }

    private static Metadata metadata(Iterable<Wire.MetadataEntry> entries) {
        Iterator<Wire.MetadataEntry> each = entries.iterator();
        if (!each.hasNext()) {
            return Metadata.EMPTY;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        while (each.hasNext()) {
            Wire.MetadataEntry entry = each.next();
            if (values.put(entry.getName(), value(entry)) != null) {
                throw new IllegalArgumentException(
                        "metadata has the name \"" + entry.getName() + "\" twice");
            }
        }
        return new Metadata(values);
    }

    private static Object value(Wire.MetadataEntry entry) {
        return switch (entry.getValueCase()) {
            case TEXT -> entry.getText();
            case FLAG -> entry.getFlag();
            case INTEGER -> entry.getInteger();
            case NUMBER -> number(entry);
            case VALUE_NOT_SET ->
                    throw new IllegalArgumentException(
                            "metadata \"" + entry.getName() + "\" has no value");
        };
    }

    private static BigDecimal number(Wire.MetadataEntry entry) {
        String digits = entry.getNumber();
        try {
            if (digits.length() <= DIGITS_MAX) {
                return new BigDecimal(digits);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "metadata \"" + entry.getName() + "\" is no number that can be read");
    }

    static Set<Tag> tags(Iterable<String> texts) {
        Iterator<String> each = texts.iterator();
        if (!each.hasNext()) {
            return Set.of();
        }
        Set<Tag> tags = new LinkedHashSet<>();
        each.forEachRemaining(text -> tags.add(Tag.of(text)));
        return tags;
    }
}
