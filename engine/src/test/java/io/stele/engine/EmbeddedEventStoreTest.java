package io.stele.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.log.Environment;
import io.stele.log.LogOptions;
import io.stele.log.simulated.SimulatedDisk;
import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.AppendResult;
import io.stele.model.Bytes;
import io.stele.model.CorruptException;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.RejectedException;
import io.stele.model.Revision;
import io.stele.model.Snapshot;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only the embedded store has: a directory.
class EmbeddedEventStoreTest {

    private static final EngineOptions SMALL =
            EngineOptions.defaults().withLog(new LogOptions(32 << 10, 8 << 10));

    @TempDir private Path directory;

    private EmbeddedEventStore open() {
        return EmbeddedEventStore.open(directory, SMALL);
    }

    private static Append to(String stream, String... data) {
        List<NewEvent> events = new ArrayList<>();
        for (String text : data) {
            events.add(NewEvent.json("E", "\"" + text + "\""));
        }
        return Append.to(stream, Expectation.ANY, events.toArray(NewEvent[]::new));
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(directory.resolve("log"))) {
            return files.filter(file -> file.toString().endsWith(".segment")).sorted().toList();
        }
    }

    @Test
    void itIsOpenedByItsAddress() {
        try (EventStore store = EventStore.open("embedded:" + directory)) {
            store.append(to("a-1", "one"));
        }
        try (EventStore store = EventStore.open("embedded:" + directory)) {
            assertThat(store.read(ReadStream.of("a-1")).toList()).hasSize(1);
        }
    }

    @Test
    void aSecondOpenerGetsAClearError() {
        try (EmbeddedEventStore store = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("one process at a time");
            assertThat(store.head().next()).isZero();
        }
    }

    @Test
    void streamsGoOnAcrossSegments() throws IOException {
        try (EmbeddedEventStore store = open()) {
            for (int i = 0; i < 300; i++) {
                store.append(to("a-" + i % 7, "x".repeat(900)));
            }
        }
        assertThat(segments().size()).isGreaterThan(8);
        try (EmbeddedEventStore store = open()) {
            List<RecordedEvent> stream = store.read(ReadStream.of("a-3")).toList();
            assertThat(stream)
                    .extracting(event -> event.revision().value())
                    .isEqualTo(LongStream.range(0, stream.size()).boxed().toList());
            assertThat(stream).hasSize(43);
            assertThat(store.read(ReadStream.of("a-3").backward()).toList())
                    .isEqualTo(stream.reversed());
            assertThat(store.read(ReadStream.of("a-3").from(20).limit(2)).toList())
                    .isEqualTo(stream.subList(20, 22));
            assertThat(store.read(ReadLog.all().after(150).backward()).toList()).hasSize(150);
        }
    }

    /// An append of several streams at every place where a segment may end.
    @Test
    void anAppendOfSeveralStreamsIsWholeWhereverASegmentEnds() {
        try (EmbeddedEventStore store = open()) {
            for (int i = 0; i < 200; i++) {
                store.append(to("fill-1", "x".repeat(i * 7 % 800)));
                store.append(
                        Append.of(
                                new StreamAppend(
                                        StreamName.of("a-1"),
                                        Expectation.ANY,
                                        List.of(NewEvent.json("E", "1"))),
                                new StreamAppend(
                                        StreamName.of("b-1"),
                                        Expectation.ANY,
                                        List.of(
                                                NewEvent.json("E", "2"),
                                                NewEvent.json("E", "3")))));
            }
        }
        try (EmbeddedEventStore store = open()) {
            assertThat(store.head(StreamName.of("a-1")).orElseThrow().revision())
                    .isEqualTo(Revision.of(199));
            assertThat(store.head(StreamName.of("b-1")).orElseThrow().revision())
                    .isEqualTo(Revision.of(399));
        }
    }

    @Test
    void aDamagedLogIsReadUpToTheDamageAndTakesNoAppends() throws IOException {
        List<UUID> ids = new ArrayList<>();
        try (EmbeddedEventStore store = open()) {
            for (int i = 0; i < 10; i++) {
                Append append = to("a-" + i, "number " + i);
                ids.add(append.appendId());
                store.append(append);
            }
        }
        Path file = segments().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        int at = indexOf(bytes, "number 6");
        bytes[at] ^= 1;
        Files.write(file, bytes);

        try (EmbeddedEventStore store = open()) {
            assertThat(store.read(ReadLog.all().limit(6)).toList()).hasSize(6);
            try (EventCursor all = store.read(ReadLog.all())) {
                for (int i = 0; i < 6; i++) {
                    all.next();
                }
                assertThatThrownBy(all::hasNext)
                        .isInstanceOf(CorruptException.class)
                        .hasMessageContaining("beyond position 5")
                        .hasMessageContaining(file.toString());
            }
            assertThatThrownBy(() -> store.read(ReadStream.of("a-8")).toList())
                    .isInstanceOf(CorruptException.class);
            assertThatThrownBy(() -> store.append(to("a-1", "more")))
                    .isInstanceOf(CorruptException.class)
                    .hasMessageContaining("takes no appends");
            assertThat(store.findAppend(ids.get(2))).isPresent();
            assertThatThrownBy(() -> store.findAppend(ids.get(8)))
                    .isInstanceOf(CorruptException.class);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    /// Damage that comes while the store is open is found by the read that meets it.
    @Test
    void damageUnderAnOpenStoreIsNotServed() throws IOException {
        try (EmbeddedEventStore store = open()) {
            store.append(to("a-1", "one"));
            store.append(to("a-1", "two"));
            Path file = segments().getFirst();
            int at = indexOf(Files.readAllBytes(file), "two");
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[] {'T'}), at);
            }

            EventCursor stream = store.read(ReadStream.of("a-1"));
            assertThat(stream.next().data().bytes().utf8()).isEqualTo("\"one\"");
            assertThatThrownBy(stream::hasNext)
                    .isInstanceOf(CorruptException.class)
                    .hasMessageContaining("stored")
                    .hasMessageContaining("computed");
        }
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    @Test
    void timeDoesNotGoBackWhenTheClockDoes() {
        AtomicReference<Instant> time =
                new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        InstantSource source = time::get;
        Clock clock = source.withZone(ZoneOffset.UTC);
        try (EmbeddedEventStore store =
                EmbeddedEventStore.open(directory, SMALL.withClock(clock))) {
            store.append(to("a-1", "one"));
        }
        time.set(Instant.parse("2020-01-01T00:00:00Z"));
        try (EmbeddedEventStore store =
                EmbeddedEventStore.open(directory, SMALL.withClock(clock))) {
            store.append(to("a-1", "two"));
            time.set(Instant.parse("2026-01-01T00:00:01.0000015Z"));
            store.append(to("a-1", "three"));

            assertThat(store.read(ReadLog.all()).toList())
                    .extracting(RecordedEvent::recordedAt)
                    .containsExactly(
                            Instant.parse("2026-01-01T00:00:00Z"),
                            Instant.parse("2026-01-01T00:00:00Z"),
                            Instant.parse("2026-01-01T00:00:01.000001Z"));
        }
    }

    @Test
    void appendsUnderWayAreFinishedByClose() {
        EmbeddedEventStore store = open();
        List<CompletableFuture<AppendResult>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            answers.add(store.appendAsync(to("a-1", "n" + i)));
        }
        store.close();
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer).succeedsWithin(Duration.ofSeconds(20)));
        assertThatThrownBy(() -> store.append(to("a-1", "late")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aDamagedSnapshotIsLeftOut() throws IOException {
        Snapshot snapshot =
                new Snapshot(
                        StreamName.of("../../etc/passwd"),
                        "v1",
                        Revision.of(3),
                        Position.of(9),
                        1,
                        Bytes.utf8("{}"));
        try (EmbeddedEventStore store = open()) {
            store.snapshots().save(snapshot);
            List<Path> files;
            try (var walk = Files.walk(directory.resolve("snapshots"))) {
                files = walk.filter(Files::isRegularFile).toList();
            }
            assertThat(files).hasSize(1);
            assertThat(store.snapshots().load(snapshot.stream(), "v1")).contains(snapshot);

            byte[] whole = Files.readAllBytes(files.getFirst());
            for (int i = 0; i < whole.length; i++) {
                byte[] flipped = whole.clone();
                flipped[i] ^= 4;
                Files.write(files.getFirst(), flipped);
                assertThat(store.snapshots().load(snapshot.stream(), "v1")).isEmpty();
            }
        }
    }

    /// One more than the largest number is less than all others, and 2^32 is 0 as an int.
    @Test
    void aConflictBringsFewerEventsWhereTheyAreLarge() {
        NewEvent large = NewEvent.json("E", "\"" + "x".repeat(900_000) + "\"");
        try (EmbeddedEventStore store =
                EmbeddedEventStore.open(directory, EngineOptions.defaults())) {
            for (int i = 0; i < 12; i++) {
                store.append(Append.to("a-1", Expectation.ANY, large.withId(new UUID(0, i))));
            }
            AppendResult.Conflict conflict =
                    (AppendResult.Conflict)
                            store.append(
                                    Append.to("a-1", Expectation.NONE, NewEvent.json("E", "1")));
            assertThat(conflict.unseen()).hasSize(5);
        }
    }

    @Test
    void nothingConflictsAfterPositionsThatAreFarAway() {
        try (EmbeddedEventStore store = open()) {
            store.append(to("a-1", "one"));
            for (long after : new long[] {0, 1L << 31, (1L << 32) - 1, Long.MAX_VALUE}) {
                for (Query query : List.of(Query.all(), Query.anyOf(QueryItem.types("E")))) {
                    Position end = Position.of(Math.max(after, store.head().next() - 1));
                    assertThat(
                                    store.append(
                                            to("a-1", "more")
                                                    .when(
                                                            AppendCondition.noneMatchAfter(
                                                                    query, end))))
                            .as("after %d: %s", after, query)
                            .isInstanceOf(AppendResult.Appended.class);
                }
            }
        }
    }

    @Test
    void theLastNumbersThereCanBeAreOrdinaryOnes() {
        try (EmbeddedEventStore store = open()) {
            store.append(to("a-1", "one"));
            ReadStream stream = ReadStream.of("a-1").from(Long.MAX_VALUE);

            assertThat(store.read(ReadLog.all().after(Long.MAX_VALUE)).toList()).isEmpty();
            assertThat(store.read(ReadLog.all().after(Long.MAX_VALUE).backward()).toList())
                    .hasSize(1);
            assertThat(store.read(stream).toList()).isEmpty();
            assertThat(store.read(stream.backward()).toList()).hasSize(1);
            assertThat(
                            store.append(
                                    Append.to(
                                            "a-1",
                                            Expectation.revision(Long.MAX_VALUE),
                                            NewEvent.json("E", "2"))))
                    .isInstanceOfSatisfying(
                            AppendResult.Conflict.class,
                            conflict -> assertThat(conflict.unseen()).isEmpty());
        }
    }

    private static EngineOptions on(SimulatedDisk disk) {
        return SMALL.withEnvironment(new Environment(disk, () -> new UUID(1, 2), Runnable::run));
    }

    /// The frame may be on disk, so "no such append" would be a guess.
    @Test
    void afterAFailureTheStoreDoesNotSayThatAnAppendIsNotThere() {
        SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
        EmbeddedEventStore store = EmbeddedEventStore.open(Path.of("/simulated"), on(disk));
        Append append = to("a-1", "one");
        disk.failAfter(1); // the write passes, the sync does not

        assertThatThrownBy(() -> store.append(append)).isInstanceOf(OutcomeUnknownException.class);
        assertThatThrownBy(() -> store.findAppend(append.appendId()))
                .isInstanceOf(UnavailableException.class);
        disk.failAfter(Long.MAX_VALUE);
        store.close();

        try (EmbeddedEventStore again = EmbeddedEventStore.open(Path.of("/simulated"), on(disk))) {
            assertThat(again.findAppend(append.appendId())).isPresent();
        }
    }

    @Test
    void aStoreWhoseLastSegmentIsEmptyCanBeOpenedWithLargerOnes() {
        String large = "x".repeat(40_000);
        open().close();
        EngineOptions larger = SMALL.withLog(new LogOptions(128 << 10, 64 << 10));
        try (EmbeddedEventStore store = EmbeddedEventStore.open(directory, larger)) {
            for (int i = 0; i < 10; i++) { // some segments, so that the first gets an index file
                store.append(to("a-1", large));
            }
        }
        try (EmbeddedEventStore store = EmbeddedEventStore.open(directory, larger)) {
            assertThat(store.damage()).isEmpty();
            assertThat(store.read(ReadStream.of("a-1")).toList()).hasSize(10);
            assertThat(store.append(to("a-1", large))).isInstanceOf(AppendResult.Appended.class);
        }
    }

    @Test
    void aRetryGetsItsAnswerWhenTheDiskIsFull() {
        SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
        try (EmbeddedEventStore store = EmbeddedEventStore.open(Path.of("/simulated"), on(disk))) {
            disk.freeBytes(0);
            Append first = to("a-1", "x".repeat(1_000));
            store.append(first);
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 100; i++) {
                                    store.append(to("a-1", "x".repeat(1_000)));
                                }
                            })
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("No space left");

            assertThat(store.append(first))
                    .isInstanceOfSatisfying(
                            AppendResult.Appended.class,
                            appended -> assertThat(appended.duplicate()).isTrue());
        }
    }

    /// An interrupted thread cannot write through a channel: it closes it.
    @Test
    void anInterruptedThreadClosesTheStoreWell() {
        EmbeddedEventStore store = open();
        store.append(to("a-1", "one"));
        Thread.currentThread().interrupt();
        try {
            store.close();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aNameThatTheFormatHasNoRoomForIsRefused() {
        NewEvent event = NewEvent.json("E", "1").withMetadata(Metadata.of("n".repeat(1 << 16), ""));
        try (EmbeddedEventStore store = open()) {
            assertThatThrownBy(() -> store.append(Append.to("a-1", Expectation.ANY, event)))
                    .isInstanceOf(RejectedException.class);
        }
    }

    @Test
    void aSnapshotThatCannotBeKeptLeavesNothingBehind() throws IOException {
        Snapshot snapshot =
                new Snapshot(
                        StreamName.of("a-1"),
                        "v1",
                        Revision.of(3),
                        Position.of(9),
                        1,
                        Bytes.utf8("{}"));
        Path snapshots = directory.resolve("snapshots");
        try (EmbeddedEventStore store = open()) {
            store.snapshots().save(snapshot);
            Path file;
            try (var walk = Files.walk(snapshots)) {
                file = walk.filter(Files::isRegularFile).findFirst().orElseThrow();
            }
            Files.delete(file);
            Files.createDirectories(file.resolve("in the way"));

            assertThatThrownBy(() -> store.snapshots().save(snapshot))
                    .isInstanceOf(UnavailableException.class);
            try (var walk = Files.walk(snapshots)) {
                assertThat(walk.filter(Files::isRegularFile)).isEmpty();
            }
        }
    }
}
