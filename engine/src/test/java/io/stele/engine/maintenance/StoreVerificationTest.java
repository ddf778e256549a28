package io.stele.engine.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.engine.EmbeddedEventStore;
import io.stele.engine.maintenance.Finding.Kind;
import io.stele.log.FileDisk;
import io.stele.log.WholeFrame;
import io.stele.model.Append;
import io.stele.model.Bytes;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.Snapshot;
import io.stele.model.StreamName;
import io.stele.model.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every kind of finding, each in a store that was damaged in just that way.
class StoreVerificationTest {

    private static final long LATER = 4_000_000_000_000_000L; // microseconds

    @TempDir private Path directory;

    private final List<Finding> found = new ArrayList<>();
    private StoreFiles store = new StoreFiles(Path.of(""));

    @BeforeEach
    void fill() {
        store = new StoreFiles(directory.resolve("data")).filled(50);
    }

    private VerificationReport verify() throws IOException {
        found.clear();
        Map<Path, Long> before = contents();
        VerificationReport report =
                new StoreVerification(new FileDisk(), found::add, MaintenanceProgress.NONE)
                        .store(store.directory);
        assertThat(contents()).isEqualTo(before);
        return report;
    }

    /// A checksum of every file but the lock.
    private Map<Path, Long> contents() throws IOException {
        Map<Path, Long> contents = new TreeMap<>();
        try (var files = Files.walk(store.directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("lock")) {
                    contents.put(file, (long) Arrays.hashCode(Files.readAllBytes(file)));
                }
            }
        }
        return contents;
    }

    private void assertOnly(Kind kind) throws IOException {
        VerificationReport report = verify();
        assertThat(found).extracting(Finding::kind).containsExactly(kind);
        assertThat(report.isSound()).isEqualTo(kind.isNote());
    }

    @Test
    void aSoundStoreHasNoFindings() throws IOException {
        VerificationReport report = verify();
        assertThat(found).isEmpty();
        assertThat(report.isSound()).isTrue();
        assertThat(report.events()).isEqualTo(50);
        assertThat(report.appends()).isEqualTo(50);
        assertThat(report.streams()).isEqualTo(3);
        assertThat(report.endPosition()).isEqualTo(50);
        assertThat(report.segments()).isEqualTo(store.segments().size()).isGreaterThan(3);
    }

    @Test
    void aFlippedBitIsFoundWithBothChecksumsAndWhatIsLost() throws IOException {
        WholeFrame frame = StoreFiles.frames(store.segment(1)).get(4);
        StoreFiles.flip(store.segment(1), frame.offsetBytes() + 100);
        verify();
        Finding damage = found.getFirst();
        assertThat(damage.kind()).isEqualTo(Kind.FRAME_DAMAGED);
        assertThat(damage.file()).isEqualTo(store.segment(1));
        assertThat(damage.offsetBytes()).hasValue(frame.offsetBytes());
        assertThat(damage.position()).hasValue(frame.basePosition());
        assertThat(damage.checksums().orElseThrow().stored()).isEqualTo(frame.crc());
        assertThat(damage.message())
                .contains("positions %1$d to %1$d are lost".formatted(frame.basePosition()));
        assertThat(found).extracting(Finding::kind).endsWith(Kind.REVISION_WRONG).hasSize(2);
    }

    @Test
    void theCheckGoesOnBehindDamageAndFindsAllOfIt() throws IOException {
        for (int segment = 0; segment < 3; segment++) {
            for (int frame : List.of(2, 7, 9)) {
                WholeFrame victim = StoreFiles.frames(store.segment(segment)).get(0);
                long size = victim.endOffsetBytes() - victim.offsetBytes();
                StoreFiles.flip(store.segment(segment), 64 + frame * size + 200);
            }
        }
        VerificationReport report = verify();
        assertThat(report.counts()).containsEntry(Kind.FRAME_DAMAGED, 9L);
        assertThat(report.events()).isEqualTo(41);
        assertThat(report.endPosition()).isEqualTo(50);
    }

    @Test
    void damageInTheLastSegmentIsToldFromATornTail() throws IOException {
        Path last = store.segments().getLast();
        List<WholeFrame> frames = StoreFiles.frames(last);
        StoreFiles.flip(last, frames.getFirst().offsetBytes() + 50);
        verify();
        assertThat(found.getFirst().kind()).isEqualTo(Kind.FRAME_DAMAGED);

        StoreFiles.flip(last, frames.getFirst().offsetBytes() + 50);
        try (var file = Files.newByteChannel(last, StandardOpenOption.WRITE)) {
            file.position(frames.getLast().endOffsetBytes());
            file.write(
                    ByteBuffer.wrap(Bytes.utf8("FRM1 and what was never finished").toByteArray()));
        }
        assertOnly(Kind.TORN_TAIL);
    }

    @Test
    void aFrameThatSaysAnotherPositionIsFound() throws IOException {
        Path last = store.segments().getLast();
        WholeFrame frame = StoreFiles.frames(last).getLast(); // the mark
        StoreFiles.moveFrame(last, frame, frame.basePosition() + 3);
        assertOnly(Kind.POSITION_WRONG);
    }

    @Test
    void aMissingSegmentIsFound() throws IOException {
        Files.delete(store.segment(1));
        verify();
        assertThat(found.getFirst().kind()).isEqualTo(Kind.POSITIONS_MISSING);
        Files.delete(store.segment(0));
        verify();
        assertThat(found.getFirst().message()).contains("instead of 0");
    }

    @Test
    void aDamagedHeaderDoesNotHideTheFramesBehindIt() throws IOException {
        StoreFiles.flip(store.segment(0), 20);
        assertOnly(Kind.HEADER_DAMAGED);
        assertThat(verify().events()).isEqualTo(50);
    }

    @Test
    void aFileOfTheWrongSizeIsFound() throws IOException {
        Files.write(store.segment(0), new byte[512], StandardOpenOption.APPEND);
        assertOnly(Kind.SIZE_WRONG);
    }

    @Test
    void aFileUnderAnotherNameIsFound() throws IOException {
        Path second = store.segment(1);
        Path last = store.segments().getLast();
        Files.copy(second, last.resolveSibling("0000000000000000099.segment"));
        verify();
        assertThat(found).extracting(Finding::kind).contains(Kind.NAME_WRONG);
    }

    @Test
    void aSegmentOfAnotherLogIsFound() throws IOException {
        StoreFiles other = new StoreFiles(directory.resolve("other")).filled(50);
        Files.delete(store.segment(1));
        Files.copy(
                other.segment(1), store.directory.resolve("log/" + other.segment(1).getFileName()));
        verify();
        assertThat(found.getFirst().kind()).isEqualTo(Kind.OTHER_LOG);
    }

    @Test
    void aFileThatCannotBeReadIsFound() throws IOException {
        Path path = store.segment(1);
        Files.delete(path);
        Files.createSymbolicLink(path, directory.resolve("nothing"));
        found.clear();
        new StoreVerification(new FileDisk(), found::add, MaintenanceProgress.NONE)
                .store(store.directory);
        assertThat(found.getFirst().kind()).isEqualTo(Kind.FILE_UNREADABLE);
    }

    @Test
    void whatIsNoAppendThoughItsChecksumHoldsIsFound() throws IOException {
        store.plant(new byte[] {1, 2, 3}, 3, 1);
        assertOnly(Kind.APPEND_UNREADABLE);
        assertThat(verify().endPosition()).isEqualTo(51);
    }

    @Test
    void aGapInRevisionsIsFound() throws IOException {
        store.plant(StoreFiles.append(0), LATER, 99);
        assertOnly(Kind.REVISION_WRONG);
        assertThat(found.getFirst().message()).contains("s-0", "revision 99 instead of 17");
    }

    @Test
    void anExpectationThatDidNotHoldIsFound() throws IOException {
        NewEvent event = NewEvent.json("E", "1");
        store.plant(Append.to("s-0", Expectation.revision(3), event), LATER, 17);
        assertOnly(Kind.EXPECTATION_NOT_MET);
    }

    @Test
    void aTimeThatGoesBackIsFound() throws IOException {
        store.plant(StoreFiles.append(0), 1_000_000, 17);
        assertOnly(Kind.TIME_GOES_BACK);
    }

    @Test
    void idsThatAreThereTwiceAreFound() throws IOException {
        Append append = StoreFiles.append(0).withId(StoreFiles.id(1));
        store.plant(append, LATER, 17);
        store.plant(StoreFiles.append(1).withId(StoreFiles.id(1)), LATER, 17);
        assertOnly(Kind.APPEND_ID_TWICE);
        store.plant(append.withId(StoreFiles.id(2)), LATER, 18);
        verify();
        assertThat(found)
                .extracting(Finding::kind)
                .containsExactly(Kind.APPEND_ID_TWICE, Kind.EVENT_ID_TWICE);
    }

    /// A store takes it: only the same expectation makes it a retry.
    @Test
    void anEventIdMayComeAgainWithAnotherExpectation() throws IOException {
        NewEvent event = NewEvent.json("E", "1").withId(StoreFiles.id(1));
        try (EmbeddedEventStore open = store.open()) {
            open.append(Append.to("t-1", Expectation.NONE, event));
            open.append(Append.to("t-1", Expectation.revision(0), event));
        }
        assertThat(verify().isSound()).isTrue();
        assertThat(found).isEmpty();
    }

    @Test
    void snapshotsAreReadAndComparedWithTheLog() throws IOException {
        try (EmbeddedEventStore open = store.open()) {
            open.snapshots().save(snapshot("s-0", 5));
        }
        assertThat(verify().snapshots()).isEqualTo(1);
        try (EmbeddedEventStore open = store.open()) {
            open.snapshots().save(snapshot("s-0", 17));
        }
        assertOnly(Kind.SNAPSHOT_AHEAD);
        try (var files = Files.walk(store.directory.resolve("snapshots"))) {
            StoreFiles.flip(files.filter(Files::isRegularFile).findFirst().orElseThrow(), 30);
        }
        assertOnly(Kind.SNAPSHOT_UNREADABLE);
    }

    private static Snapshot snapshot(String stream, long revision) {
        return new Snapshot(
                StreamName.of(stream),
                "v1",
                Revision.of(revision),
                Position.of(revision),
                LATER,
                Bytes.utf8("{}"));
    }

    @Test
    void filesThatNoStoreHasAreNoted() throws IOException {
        Files.writeString(store.directory.resolve("log/notes.txt"), "by hand");
        assertOnly(Kind.STRAY_FILE);
    }

    @Test
    void anIndexFileThatIsNotWholeIsNoted() throws IOException {
        store.open().close(); // writes what is missing
        try (var files = Files.list(store.directory.resolve("log"))) {
            Path index =
                    files.filter(file -> file.toString().endsWith(".index"))
                            .findFirst()
                            .orElseThrow();
            StoreFiles.flip(index, Files.size(index) / 2);
        }
        Files.writeString(store.directory.resolve("log/next.index"), "half");
        assertOnly(Kind.INDEX_UNREADABLE);
    }

    @Test
    void bytesBehindTheEndOfACompleteSegmentAreNoted() throws IOException {
        long end = StoreFiles.frames(store.segment(1)).getLast().endOffsetBytes();
        StoreFiles.flip(store.segment(1), end + 40);
        assertOnly(Kind.BYTES_BEHIND_END);
    }

    @Test
    void aBitAnywhereInASegmentIsGuardedOrDoesNotMatter() throws IOException {
        Path first = store.segment(0);
        long end = StoreFiles.frames(first).getLast().endOffsetBytes();
        for (long offset = 0; offset < end; offset += 331) {
            StoreFiles.flip(first, offset);
            assertThat(verify().isSound() && !isPadding(offset)).as("offset %d", offset).isFalse();
            StoreFiles.flip(first, offset);
        }
    }

    /// Each frame here ends with some zeros, which nobody reads.
    private boolean isPadding(long offset) throws IOException {
        for (WholeFrame frame : StoreFiles.frames(store.segment(0))) {
            if (offset < frame.endOffsetBytes()) {
                return offset >= frame.offsetBytes() + 32 + frame.payloadBytes();
            }
        }
        return offset < 64;
    }

    @Test
    void aStoreThatIsOpenCannotBeChecked() throws IOException {
        try (EmbeddedEventStore open = store.open()) {
            assertThat(open.head().next()).isEqualTo(50);
            assertThatThrownBy(this::verify)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("one process at a time");
        }
    }

    @Test
    void whereThereIsNoStoreNoneIsMade() {
        StoreVerification verification =
                new StoreVerification(new FileDisk(), found::add, MaintenanceProgress.NONE);
        assertThatThrownBy(() -> verification.store(directory.resolve("nowhere")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Files.exists(directory.resolve("nowhere"))).isFalse();
    }

    @Test
    void aLostSegmentDoesNotMakeAMillionLines() {
        Findings many = new Findings(found::add);
        for (int i = 0; i < 3_000; i++) {
            many.add(Finding.of(Kind.STRAY_FILE, directory, "x"));
        }
        assertThat(found).hasSize(Findings.OF_A_KIND_MAX);
        assertThat(many.counts()).containsEntry(Kind.STRAY_FILE, 3_000L);
    }
}
