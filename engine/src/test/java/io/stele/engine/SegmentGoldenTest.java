package io.stele.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.log.Environment;
import io.stele.log.FileDisk;
import io.stele.log.LogOptions;
import io.stele.model.Append;
import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.Snapshot;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bytes on disk, pinned: docs/formats/segment.md, append.md, index.md and snapshot.md
/// draw them.
///
/// A change that breaks this breaks every store there is. Where it is meant, a new format number
/// and a reader of the old one belong to it; `-Dstele.golden=write` then writes the files anew.
class SegmentGoldenTest {

    private static final EngineOptions OPTIONS =
            EngineOptions.defaults()
                    .withIdleBeforeMark(Duration.ofSeconds(5)) // only close() writes a mark
                    .withLog(new LogOptions(16 << 10, 4 << 10))
                    .withEnvironment(
                            new Environment(
                                    new FileDisk(),
                                    () -> UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                                    Runnable::run))
                    .withClock(
                            Clock.fixed(
                                    Instant.parse("2026-11-23T10:00:00.123456Z"), ZoneOffset.UTC));

    @TempDir private Path directory;

    private static UUID id(int n) {
        return new UUID(0x0192_0000_0000_7000L, n);
    }

    private static Append append() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("correlationId", "c-1");
        metadata.put("dry", true);
        metadata.put("wet", false);
        metadata.put("attempt", 3L);
        metadata.put("rate", new BigDecimal("0.125"));
        NewEvent opened =
                new NewEvent(
                        id(1),
                        "Opened",
                        EventData.json("{\"owner\":\"ann\"}"),
                        new Metadata(metadata),
                        Set.of(Tag.of("account:42"), Tag.of("region:é")));
        NewEvent stored =
                NewEvent.of(
                                "Stored",
                                new EventData(
                                        Bytes.wrap(new byte[] {0, 1, 2}),
                                        "application/octet-stream"))
                        .withId(id(2));
        return new Append(
                id(100),
                "alice",
                List.of(
                        new StreamAppend(
                                StreamName.of("account-42"), Expectation.NONE, List.of(opened)),
                        new StreamAppend(
                                StreamName.of("blob-1"), Expectation.ANY, List.of(stored))),
                Optional.empty());
    }

    @Test
    void aSegmentHasTheBytesItAlwaysHad() throws IOException {
        try (EmbeddedEventStore store = EmbeddedEventStore.open(directory, OPTIONS)) {
            store.append(append());
            store.append(
                    Append.to(
                                    "account-42",
                                    Expectation.revision(0),
                                    NewEvent.json("Closed", "{}").withId(id(3)))
                            .withId(id(101)));
        }
        byte[] bytes = Files.readAllBytes(directory.resolve("log/0000000000000000000.segment"));
        assertThat(bytes).hasSize(16 << 10);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        assertGolden("segment-1.hex", Arrays.copyOf(bytes, end));
    }

    @Test
    void aSegmentOfThenIsReadToday() throws IOException {
        byte[] golden = golden("segment-1.hex");
        Files.createDirectories(directory.resolve("log"));
        Files.write(
                directory.resolve("log/0000000000000000000.segment"),
                Arrays.copyOf(golden, 16 << 10));

        try (EmbeddedEventStore store = EmbeddedEventStore.open(directory, OPTIONS)) {
            assertThat(store.damage()).isEmpty();
            List<RecordedEvent> events = store.read(ReadLog.all()).toList();
            assertThat(events)
                    .extracting(RecordedEvent::type)
                    .containsExactly("Opened", "Stored", "Closed");
            NewEvent opened = append().streams().getFirst().events().getFirst();
            assertThat(events.getFirst())
                    .isEqualTo(
                            new RecordedEvent(
                                    Position.of(0),
                                    StreamName.of("account-42"),
                                    Revision.of(0),
                                    id(1),
                                    "Opened",
                                    Instant.parse("2026-11-23T10:00:00.123456Z"),
                                    "alice",
                                    opened.data(),
                                    opened.metadata(),
                                    opened.tags()));
        }
    }

    @Test
    void aSnapshotHasTheBytesItAlwaysHad() throws IOException {
        try (EmbeddedEventStore store = EmbeddedEventStore.open(directory, OPTIONS)) {
            store.snapshots()
                    .save(
                            new Snapshot(
                                    StreamName.of("account-42"),
                                    "v1:abc",
                                    Revision.of(99),
                                    Position.of(1_234),
                                    1_763_892_000_123_456L,
                                    Bytes.utf8("{\"balance\":120}")));
        }
        try (var files = Files.walk(directory.resolve("snapshots"))) {
            Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            assertThat(file.getFileName().toString())
                    .isEqualTo(
                            "be781897291dcfd5c58baa17cd0602b427af04efd3a67d7f4f9bb13b68fd01ce.snapshot");
            assertGolden("snapshot-1.hex", Files.readAllBytes(file));
        }
    }

    @Test
    void anIndexFileHasTheBytesItAlwaysHad() throws IOException {
        try (EmbeddedEventStore store = EmbeddedEventStore.open(directory, OPTIONS)) {
            store.append(append());
            for (int i = 0; i < 8; i++) { // the last ones go to the next segment
                store.append(
                        Append.to("account-42", Expectation.ANY, many(i * 70)).withId(id(200 + i)));
            }
        }
        try (var files = Files.list(directory.resolve("log"))) {
            Path file =
                    files.filter(name -> name.toString().endsWith(".index"))
                            .findFirst()
                            .orElseThrow();
            assertThat(file.getFileName().toString())
                    .isEqualTo("0000000000000000000-0000000000000000422.index");
            assertGolden("index-1.hex", Files.readAllBytes(file));
        }
    }

    private static NewEvent[] many(int first) {
        NewEvent[] events = new NewEvent[70];
        for (int i = 0; i < events.length; i++) {
            events[i] = NewEvent.json("Paid", "{}").withId(id(1_000 + first + i));
        }
        return events;
    }

    private static byte[] golden(String name) throws IOException {
        String hex = Files.readString(path(name));
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    private static void assertGolden(String name, byte[] actual) throws IOException {
        if ("write".equals(System.getProperty("stele.golden"))) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < actual.length; i += 32) {
                lines.append(HexFormat.of().formatHex(actual, i, Math.min(i + 32, actual.length)))
                        .append('\n');
            }
            Files.writeString(path(name), lines);
        }
        assertThat(HexFormat.of().formatHex(actual))
                .isEqualTo(HexFormat.of().formatHex(golden(name)));
    }

    private static Path path(String name) {
        return Path.of("src/test/resources/golden", name);
    }
}
