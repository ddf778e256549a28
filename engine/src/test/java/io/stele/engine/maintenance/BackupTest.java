package io.stele.engine.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.engine.EmbeddedEventStore;
import io.stele.engine.maintenance.Finding.Kind;
import io.stele.log.FileDisk;
import io.stele.log.WholeFrame;
import io.stele.model.Append;
import io.stele.model.CorruptException;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups and what is made of them, on real files.
class BackupTest {

    @TempDir private Path directory;

    private StoreFiles store() {
        return new StoreFiles(directory.resolve("data"));
    }

    private Path target() {
        return directory.resolve("backup");
    }

    private Backup.Result backup() throws IOException {
        return Backup.run(store().directory, target(), BackupOptions.defaults());
    }

    private StoreFiles restore(String name, OptionalLong until) throws IOException {
        Path to = directory.resolve(name);
        new Restore(new FileDisk(), MaintenanceProgress.NONE).run(target(), to, until);
        return new StoreFiles(to);
    }

    private static List<RecordedEvent> events(StoreFiles files) {
        try (EmbeddedEventStore store = files.open()) {
            assertThat(store.damage()).isEmpty();
            return store.read(ReadLog.all()).toList();
        }
    }

    private static StoreVerification quiet(List<Finding> found) {
        return new StoreVerification(new FileDisk(), found::add, MaintenanceProgress.NONE);
    }

    private List<String> names() throws IOException {
        return new FileDisk().list(target());
    }

    @Test
    void whatIsRestoredIsTheSameAndGoesOn() throws IOException {
        store().filled(50);
        assertThat(backup().manifest().endPosition()).isEqualTo(50);
        StoreFiles restored = restore("again", OptionalLong.empty());
        assertThat(events(restored)).isEqualTo(events(store())).hasSize(50);
        assertThat(quiet(new ArrayList<>()).store(restored.directory).isSound()).isTrue();
        restored.filled(20);
        assertThat(events(restored)).hasSize(70);
    }

    @Test
    void aSecondBackupCopiesOnlyWhatIsNew() throws IOException {
        store().filled(50);
        Backup.Result first = backup();
        assertThat(first.copiedSegments()).isEqualTo(store().segments().size());
        assertThat(backup().copiedSegments()).isZero();
        store().filled(20);
        Backup.Result third = backup();
        assertThat(third.manifest().endPosition()).isEqualTo(70);
        assertThat(third.copiedSegments()).isLessThan(store().segments().size()).isPositive();
        assertThat(names()).hasSize(2 + third.manifest().segments().size()); // manifest, lock
        assertThat(events(restore("again", OptionalLong.empty()))).isEqualTo(events(store()));
    }

    @Test
    void anEmptyStoreCanBeBackedUp() throws IOException {
        store().open().close();
        assertThat(backup().manifest().endPosition()).isZero();
        assertThat(events(restore("again", OptionalLong.empty()))).isEmpty();
    }

    @Test
    void itIsRestoredUpToTheEndOfAnAppend() throws IOException {
        store().filled(40);
        try (EmbeddedEventStore open = store().open()) {
            NewEvent event = NewEvent.json("E", "1");
            open.append(
                    Append.to(
                            "t-1",
                            Expectation.NONE,
                            event.withId(StoreFiles.id(1)),
                            event.withId(StoreFiles.id(2)),
                            event.withId(StoreFiles.id(3)))); // positions 40 to 42
            StoreFiles.append(open, 10);
        }
        backup();
        for (long until : new long[] {0, 14, 39, 42, 43, 52}) {
            StoreFiles restored = restore("until-" + until, OptionalLong.of(until));
            assertThat(events(restored)).isEqualTo(events(store()).subList(0, (int) until + 1));
            assertThat(quiet(new ArrayList<>()).store(restored.directory).isSound()).isTrue();
        }
        for (long until : new long[] {40, 41}) {
            assertThatThrownBy(() -> restore("within", OptionalLong.of(until)))
                    .hasMessageContaining("give 39 or 42");
        }
        assertThatThrownBy(() -> restore("beyond", OptionalLong.of(53)))
                .hasMessageContaining("positions 0 to 52");
        assertThat(directory.resolve("within")).doesNotExist();
    }

    /// Restoring proves the last frames as a store at rest does: damage there is no torn tail.
    @Test
    void damageToTheLastFrameOfARestoredStoreIsNotCut() throws IOException {
        store().filled(5);
        backup();
        StoreFiles restored = restore("again", OptionalLong.of(3));
        WholeFrame last = StoreFiles.frames(restored.segment(0)).get(3);
        StoreFiles.flip(restored.segment(0), last.offsetBytes() + 60);
        try (EmbeddedEventStore open = restored.open()) {
            assertThat(open.damage()).isPresent();
        }
    }

    @Test
    void aDirectoryWithAnythingInItIsNotRestoredInto() throws IOException {
        store().filled(5);
        backup();
        Path taken = Files.createDirectories(directory.resolve("taken"));
        Files.writeString(taken.resolve("file"), "mine");
        assertThatThrownBy(() -> restore("taken", OptionalLong.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has files in it");
        assertThat(new FileDisk().list(taken)).containsExactly("file");
    }

    @Test
    void theBackupOfAnotherLogIsRefused() throws IOException {
        store().filled(5);
        backup();
        StoreFiles other = new StoreFiles(directory.resolve("other")).filled(40);
        List<String> before = names();
        assertThatThrownBy(() -> Backup.run(other.directory, target(), BackupOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another log");
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void aLogThatWentAnotherWayIsRefused() throws IOException {
        store().filled(50);
        backup();
        StoreFiles fork = restore("fork", OptionalLong.of(30));
        assertThatThrownBy(() -> Backup.run(fork.directory, target(), BackupOptions.defaults()))
                .hasMessageContaining("went another way");
        fork.filled(40);
        assertThatThrownBy(() -> Backup.run(fork.directory, target(), BackupOptions.defaults()))
                .hasMessageContaining("went another way");
        assertThat(events(restore("again", OptionalLong.empty()))).isEqualTo(events(store()));
    }

    @Test
    void aDamagedLogIsReportedAndTheBackupStays() throws IOException {
        store().filled(20);
        backup();
        List<RecordedEvent> whole = events(store());
        store().filled(40);
        WholeFrame victim = StoreFiles.frames(store().segment(2)).get(1);
        StoreFiles.flip(store().segment(2), victim.offsetBytes() + 60);
        assertThatThrownBy(this::backup)
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("checksum")
                .hasMessageContaining(store().segment(2).toString());
        assertThat(events(restore("again", OptionalLong.empty()))).isEqualTo(whole);
        StoreFiles.flip(store().segments().getLast(), 100);
        assertThatThrownBy(this::backup).isInstanceOf(CorruptException.class);
    }

    /// A whole frame may stand in the page cache alone. Copying it would let the backup have what a
    /// power cut takes from the store, which then goes another way.
    @Test
    void whatNothingProvesToBeDurableIsNotCopied() throws IOException {
        store().filled(5);
        Path segment = store().segment(0);
        List<WholeFrame> frames = StoreFiles.frames(segment);
        zero(segment, frames.getLast().offsetBytes()); // the mark of closing
        Backup.Result result =
                Backup.run(
                        store().directory,
                        target(),
                        BackupOptions.defaults().withProofWait(Duration.ofMillis(20)));
        assertThat(result.unprovedEvents()).isEqualTo(1);
        assertThat(result.manifest().endPosition()).isEqualTo(4);
        zero(segment, frames.get(4).offsetBytes()); // what the power cut takes
        store().filled(3);
        assertThat(backup().manifest().endPosition()).isEqualTo(7);
        assertThat(events(restore("again", OptionalLong.empty()))).isEqualTo(events(store()));
    }

    private static void zero(Path file, long from) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.position(from);
            channel.write(ByteBuffer.allocate((int) (Files.size(file) - from)));
        }
    }

    @Test
    void everyDamageToABackupIsFoundAndNotRestored() throws IOException {
        store().filled(20);
        Backup.Result result = backup();
        assertThat(quiet(new ArrayList<>()).backup(target()).isSound()).isTrue();
        Path file = target().resolve(result.manifest().segments().getFirst().file());
        for (long offset : new long[] {20, 70, 500}) {
            StoreFiles.flip(file, offset);
            List<Finding> found = new ArrayList<>();
            assertThat(quiet(found).backup(target()).isSound()).isFalse();
            assertThat(found).extracting(Finding::kind).contains(Kind.BACKUP_FILE_CHANGED);
            assertThatThrownBy(() -> restore("again-" + offset, OptionalLong.empty()))
                    .isInstanceOf(CorruptException.class);
            assertThat(directory.resolve("again-" + offset + "/log")).doesNotExist();
            StoreFiles.flip(file, offset);
        }
        Files.delete(file);
        List<Finding> found = new ArrayList<>();
        quiet(found).backup(target());
        assertThat(found).extracting(Finding::kind).contains(Kind.BACKUP_FILE_MISSING);
        assertThatThrownBy(this::backup).isInstanceOf(CorruptException.class);
    }

    @Test
    void aDamagedManifestIsToldFromNone() throws IOException {
        store().filled(3);
        assertThatThrownBy(() -> restore("none", OptionalLong.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no backup");
        backup();
        Path manifest = target().resolve("manifest-0000000001.json");
        StoreFiles.flip(manifest, 30);
        assertThatThrownBy(() -> quiet(new ArrayList<>()).backup(target()))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("manifest");
        assertThatThrownBy(this::backup).isInstanceOf(CorruptException.class);
    }

    @Test
    void anOpenStoreBacksItselfUp() throws IOException {
        try (EmbeddedEventStore open = store().open()) {
            StoreFiles.append(open, 30);
            Backup.Result result = open.backup(target());
            assertThat(result.manifest().endPosition()).isEqualTo(30);
            assertThat(result.unprovedEvents()).isZero();
        }
        assertThat(events(restore("again", OptionalLong.empty()))).isEqualTo(events(store()));
    }

    /// A hundred backups in a row while appends run, with segments that last for a moment.
    @Test
    void everyHotBackupHasAllThatWasAcknowledgedBeforeIt() throws Exception {
        AtomicLong acknowledged = new AtomicLong(-1);
        List<Long> ends = new ArrayList<>();
        try (EmbeddedEventStore open = store().open()) {
            Thread writer =
                    Thread.ofPlatform().start(() -> appendUntilInterrupted(open, acknowledged));
            for (int i = 0; i < 100; i++) {
                long before = acknowledged.get();
                BackupManifest manifest = backup().manifest();
                assertThat(manifest.endPosition()).isGreaterThan(before);
                ends.add(manifest.endPosition());
                if (i % 10 == 0) {
                    StoreFiles restored = restore("hot-" + i, OptionalLong.empty());
                    assertThat(events(restored))
                            .isEqualTo(
                                    open.read(ReadLog.all().limit(manifest.endPosition()))
                                            .toList());
                    assertThat(quiet(new ArrayList<>()).backup(target()).isSound()).isTrue();
                }
            }
            writer.interrupt();
            writer.join();
        }
        assertThat(ends).isSorted();
        assertThat(ends.getLast()).isGreaterThan(ends.getFirst());
    }

    private static void appendUntilInterrupted(EmbeddedEventStore open, AtomicLong acknowledged) {
        for (int i = 0; !Thread.currentThread().isInterrupted() && i < 200_000; i++) {
            open.append(
                    Append.to("s-" + i % 7, Expectation.ANY, NewEvent.json("E", "\"" + i + "\"")));
            acknowledged.set(i);
        }
    }
}
