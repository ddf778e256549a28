package io.stele.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.grpc.v1.Wire;
import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Cause;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.AppendResult.StreamRange;
import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.EventFilter;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.Snapshot;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final NewEvent FULL =
            new NewEvent(
                    new UUID(1, 2),
                    "Größe",
                    new EventData(Bytes.copyOf(new byte[] {0, -1, 7}), "application/octet-stream"),
                    Metadata.of("text", "")
                            .with("flag", true)
                            .with("integer", Long.MIN_VALUE)
                            .with("number", new BigDecimal("-1.50e400")),
                    Set.of(Tag.of("a:1"), Tag.of("b:2")));

    private static final Query QUERY =
            Query.anyOf(
                    QueryItem.types("A", "B"),
                    new QueryItem(Set.of("C"), Set.of(Tag.of("a:1"), Tag.of("b:2"))));

    private static Append append(Expectation expected) {
        return new Append(
                new UUID(3, 4),
                "alice",
                List.of(
                        new StreamAppend(StreamName.of("a-1"), expected, List.of(FULL)),
                        new StreamAppend(
                                StreamName.of("b"),
                                Expectation.ANY,
                                List.of(NewEvent.json("A", "{}"), NewEvent.json("B", "")))),
                Optional.of(AppendCondition.noneMatchAfter(QUERY, Position.of(0))));
    }

    private static RecordedEvent recorded(long position) {
        return new RecordedEvent(
                Position.of(position),
                StreamName.of("a-1"),
                Revision.of(Long.MAX_VALUE),
                FULL.id(),
                FULL.type(),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                "alice",
                FULL.data(),
                FULL.metadata(),
                FULL.tags());
    }

    @Test
    void anAppendComesBackAsItWas() {
        for (Expectation expected :
                List.of(
                        Expectation.ANY,
                        Expectation.NONE,
                        Expectation.EXISTS,
                        Expectation.revision(0),
                        Expectation.revision(Long.MAX_VALUE))) {
            Append append = append(expected);
            assertThat(AppendMessages.read(AppendMessages.write(append))).isEqualTo(append);
        }
    }

    @Test
    void anEventComesBackAsItWas() {
        RecordedEvent event = recorded(17);
        assertThat(EventMessages.read(EventMessages.write(event))).isEqualTo(event);
    }

    @Test
    void resultsComeBackAsTheyWere() {
        Append append = append(Expectation.NONE);
        AppendCondition condition = append.condition().orElseThrow();
        List<AppendResult> results =
                List.of(
                        new Appended(
                                List.of(
                                        new StreamRange(
                                                StreamName.of("a"),
                                                Revision.of(0),
                                                Revision.of(2))),
                                Position.of(9),
                                true),
                        new Conflict(
                                new Cause.ConditionFailed(condition, Position.of(3)),
                                List.of(recorded(3), recorded(4))),
                        new Conflict(
                                new Cause.StreamMoved(
                                        StreamName.of("a-1"),
                                        Expectation.revision(4),
                                        Optional.empty()),
                                List.of()),
                        new Conflict(
                                new Cause.StreamMoved(
                                        StreamName.of("a-1"),
                                        Expectation.NONE,
                                        Optional.of(Revision.of(0))),
                                List.of()));
        for (AppendResult result : results) {
            Wire.AppendResponse message = ResultMessages.write(append.appendId(), result);
            assertThat(ResultMessages.read(message, append)).isEqualTo(result);
        }
    }

    @Test
    void aConflictBringsNoMoreAlongThanAMessageHolds() {
        RecordedEvent small = recorded(0);
        RecordedEvent large =
                new RecordedEvent(
                        small.position(),
                        small.stream(),
                        small.revision(),
                        small.id(),
                        small.type(),
                        small.recordedAt(),
                        small.actor(),
                        new EventData(Bytes.wrap(new byte[1 << 20]), "x"),
                        Metadata.EMPTY,
                        Set.of());
        Conflict conflict =
                new Conflict(
                        new Cause.StreamMoved(
                                StreamName.of("a"), Expectation.NONE, Optional.empty()),
                        List.of(large, large, large, large, large));
        Wire.AppendResponse message = ResultMessages.write(new UUID(0, 0), conflict);
        assertThat(message.getConflict().getEventsCount()).isEqualTo(3);
        assertThat(message.getSerializedSize()).isLessThan(MessageLimits.RESPONSE_BYTES_MAX);
    }

    @Test
    void readsComeBackAsTheyWere() {
        ReadStream stream = ReadStream.of("a-1");
        for (ReadStream read : List.of(stream, stream.from(0).backward(), stream.limit(1))) {
            assertThat(ReadMessages.readStream(ReadMessages.write(read))).isEqualTo(read);
        }
        ReadLog log = ReadLog.all();
        for (ReadLog read :
                List.of(
                        log,
                        log.after(0).backward().limit(3),
                        log.matching(EventFilter.matching(QUERY).withoutSystem()),
                        log.matching(EventFilter.category("").withStreamPrefix("")))) {
            assertThat(ReadMessages.readLog(ReadMessages.write(read))).isEqualTo(read);
        }
    }

    @Test
    void aSnapshotComesBackAsItWas() {
        Snapshot snapshot =
                new Snapshot(
                        StreamName.of("a-1"),
                        "f",
                        Revision.of(3),
                        Position.of(9),
                        -5,
                        Bytes.utf8("state"));
        assertThat(SnapshotMessages.read(SnapshotMessages.write(snapshot))).isEqualTo(snapshot);
    }

    @Test
    void idsThatAreLeftOutDeriveFromTheAppendSoThatARetryIsTheSame() {
        Wire.AppendRequest request =
                Wire.AppendRequest.newBuilder()
                        .setAppendId(new UUID(5, 6).toString())
                        .addStreams(
                                Wire.StreamAppend.newBuilder()
                                        .setStream("a")
                                        .addEvents(Wire.NewEvent.newBuilder().setType("A"))
                                        .addEvents(Wire.NewEvent.newBuilder().setType("A")))
                        .build();
        Append append = AppendMessages.read(request);
        assertThat(append).isEqualTo(AppendMessages.read(request));
        assertThat(append.actor()).isEqualTo(Append.ANONYMOUS);
        List<NewEvent> events = append.streams().getFirst().events();
        assertThat(events.get(0).id()).isNotEqualTo(events.get(1).id());
        assertThat(events.get(0).data()).isEqualTo(EventData.json(""));
    }

    @Test
    void whatMakesNoSenseIsRefusedInWords() {
        assertRefused(Wire.AppendRequest.getDefaultInstance(), "must have a stream");
        assertRefused(
                Wire.AppendRequest.newBuilder().setAppendId("17").build(), "append_id: a UUID");
        assertRefused(
                withEvent(Wire.NewEvent.newBuilder().setType("A").addTags("plain")), "key:value");
        assertRefused(
                withEvent(
                        Wire.NewEvent.newBuilder()
                                .setType("A")
                                .addMetadata(Wire.MetadataEntry.newBuilder().setName("n"))),
                "metadata \"n\" has no value");
        assertRefused(
                withEvent(
                        Wire.NewEvent.newBuilder()
                                .setType("A")
                                .addMetadata(
                                        Wire.MetadataEntry.newBuilder()
                                                .setName("n")
                                                .setNumber("one"))),
                "no number");
        assertRefused(
                withEvent(Wire.NewEvent.newBuilder().setType("A")).toBuilder()
                        .setCondition(Wire.AppendCondition.getDefaultInstance())
                        .build(),
                "a query must have an item");
    }

    private static Wire.AppendRequest withEvent(Wire.NewEvent.Builder event) {
        return Wire.AppendRequest.newBuilder()
                .addStreams(Wire.StreamAppend.newBuilder().setStream("a").addEvents(event))
                .build();
    }

    private static void assertRefused(Wire.AppendRequest request, String words) {
        assertThatThrownBy(() -> AppendMessages.read(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
