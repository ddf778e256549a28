package io.stele.engine.codec;

import io.stele.log.Frame;
import io.stele.log.WholeFrame;
import io.stele.model.Append;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.StreamRange;
import io.stele.model.EventData;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// An append read back from its frame.
///
/// @param basePosition position of its first event
/// @param parts its streams, in order
/// @param events all its events, in order
public record StoredAppend(
        UUID appendId, long basePosition, List<Part> parts, List<RecordedEvent> events) {

    /// What of the append went to one stream.
    ///
    /// @param firstEvent index of its first event in the append
    public record Part(
            StreamName stream,
            Expectation expected,
            long firstRevision,
            int eventCount,
            int firstEvent) {}

    /// @throws IllegalArgumentException when the payload is not an append of a format known here,
    ///     though its checksum holds: somebody else wrote it
    public static StoredAppend decode(Frame frame) {
        return decode(
                frame.bytes(), frame.payloadBytes(), frame.basePosition(), frame.eventCount());
    }

    /// As [#decode(Frame)].
    public static StoredAppend decode(WholeFrame frame) {
        return decode(
                frame.bytes(), frame.payloadBytes(), frame.basePosition(), frame.eventCount());
    }

    private static StoredAppend decode(
            byte[] frame, int payloadBytes, long basePosition, int eventCount) {
        ByteReader from = new ByteReader(frame, Frame.PAYLOAD_OFFSET, payloadBytes);
        try {
            return decode(from, basePosition, eventCount);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the append is shorter than it says", e);
        }
    }

    private static StoredAppend decode(ByteReader from, long basePosition, int eventCount) {
        int format = from.u8();
        if (format != EncodedAppend.FORMAT) {
            throw new IllegalArgumentException(
                    "the append has format %d; this version of Stele reads format %d"
                            .formatted(format, EncodedAppend.FORMAT));
        }
        from.u8();
        int streams = from.u16();
        UUID appendId = from.uuid();
        Instant recordedAt = instant(from.i64());
        String actor = from.knownText();
        List<Part> parts = new ArrayList<>(streams);
        int events = 0;
        for (int i = 0; i < streams; i++) {
            Part part = readPart(from, events);
            parts.add(part);
            events += part.eventCount();
        }
        if (events != eventCount) {
            throw new IllegalArgumentException(
                    "the frame has %d events, its append %d".formatted(eventCount, events));
        }
        List<RecordedEvent> recorded = new ArrayList<>(events);
        for (Part part : parts) {
            for (int i = 0; i < part.eventCount(); i++) {
                Position position = Position.of(basePosition + recorded.size());
                recorded.add(readEvent(from, position, part, i, recordedAt, actor));
            }
        }
        if (!from.atEnd()) {
            throw new IllegalArgumentException("the append is longer than it says");
        }
        return new StoredAppend(appendId, basePosition, parts, recorded);
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000L);
    }

    private static Part readPart(ByteReader from, int firstEvent) {
        StreamName stream = StreamName.of(from.shortText());
        int kind = from.u8();
        long revision = from.i64();
        Expectation expected =
                switch (kind) {
                    case 0 -> Expectation.ANY;
                    case 1 -> Expectation.NONE;
                    case 2 -> Expectation.EXISTS;
                    case 3 -> Expectation.revision(revision);
                    default -> throw new IllegalArgumentException("unknown expectation: " + kind);
                };
        return new Part(stream, expected, from.i64(), from.i32(), firstEvent);
    }

    private static RecordedEvent readEvent(
            ByteReader from,
            Position position,
            Part part,
            int index,
            Instant recordedAt,
            String actor) {
        UUID id = from.uuid();
        String type = from.knownText();
        String contentType = from.knownText();
        Set<Tag> tags = readTags(from);
        Metadata metadata = MetadataCodec.read(from);
        EventData data =
                new EventData(from.sized(), contentType.isEmpty() ? EventData.JSON : contentType);
        return new RecordedEvent(
                position,
                part.stream(),
                Revision.of(part.firstRevision() + index),
                id,
                type,
                recordedAt,
                actor,
                data,
                metadata,
                tags);
    }

    private static Set<Tag> readTags(ByteReader from) {
        int count = from.u16();
        if (count == 0) {
            return Set.of();
        }
        Set<Tag> tags = new LinkedHashSet<>(); // written in order
        for (int i = 0; i < count; i++) {
            tags.add(Tag.of(from.shortText()));
        }
        return Collections.unmodifiableSet(tags);
    }

    /// When the log took it, microseconds since 1970.
    public long recordedAtMicros() {
        Instant at = events.getFirst().recordedAt();
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    }

    /// The events of one part.
    public List<RecordedEvent> eventsOf(Part part) {
        return events.subList(part.firstEvent(), part.firstEvent() + part.eventCount());
    }

    /// The answer that the append got, as a retry gets it.
    public Appended answerAgain() {
        List<StreamRange> ranges = new ArrayList<>(parts.size());
        for (Part part : parts) {
            ranges.add(
                    new StreamRange(
                            part.stream(),
                            Revision.of(part.firstRevision()),
                            Revision.of(part.firstRevision() + part.eventCount() - 1)));
        }
        return new Appended(ranges, events.getLast().position(), true);
    }

    /// The append as it was given; its condition is not kept.
    public Append append() {
        List<StreamAppend> streams = new ArrayList<>(parts.size());
        for (Part part : parts) {
            List<NewEvent> given = new ArrayList<>(part.eventCount());
            for (RecordedEvent event : eventsOf(part)) {
                given.add(
                        new NewEvent(
                                event.id(),
                                event.type(),
                                event.data(),
                                event.metadata(),
                                event.tags()));
            }
            streams.add(new StreamAppend(part.stream(), part.expected(), given));
        }
        return new Append(appendId, events.getFirst().actor(), streams, Optional.empty());
    }
}
