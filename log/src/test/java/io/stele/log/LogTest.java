package io.stele.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log on real files.
class LogTest {

    private static final LogOptions OPTIONS = new LogOptions(4 << 10, 1 << 10);

    @TempDir private Path directory;

    private final List<String> seen = new ArrayList<>();

    private Log open() throws IOException {
        return open(directory);
    }

    private Log open(Path where) throws IOException {
        seen.clear();
        return Log.open(
                where,
                OPTIONS,
                Environment.real(),
                new Log.Visitor() {
                    @Override
                    public void segment(Segment segment) {}

                    @Override
                    public void frame(Frame frame) {
                        seen.add(
                                new String(
                                        frame.bytes(),
                                        Frame.PAYLOAD_OFFSET,
                                        frame.payloadBytes(),
                                        StandardCharsets.UTF_8));
                    }
                });
    }

    private static void write(Log log, String... texts) throws IOException {
        for (String text : texts) {
            byte[] payload = text.getBytes(StandardCharsets.UTF_8);
            if (!log.writer().hasRoom(payload.length)) {
                log.writer().commit();
                log.writer().roll();
            }
            log.writer().add(payload, payload.length, 1);
        }
        log.writer().commit();
    }

    private Path segment(int index) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".segment"))
                    .sorted()
                    .toList()
                    .get(index);
        }
    }

    private void change(Path file, int offset, int value) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[offset] = (byte) value;
        Files.write(file, bytes);
    }

    /// Four segments of three frames each.
    private void fill() throws IOException {
        try (Log log = open()) {
            for (int i = 0; i < 12; i++) {
                write(log, "frame-%02d-".formatted(i) + "x".repeat(1_000));
            }
            assertThat(log.segments()).hasSize(4);
        }
    }

    @Test
    void whatWasCommittedIsThereAfterReopening() throws IOException {
        try (Log log = open()) {
            write(log, "one", "two");
            write(log, "three");
        }
        try (Log log = open()) {
            assertThat(seen).containsExactly("one", "two", "three");
            assertThat(log.writer().nextPosition()).isEqualTo(3);
            write(log, "four");
        }
        try (Log log = open()) {
            assertThat(seen).containsExactly("one", "two", "three", "four");
            assertThat(log.damage()).isEmpty();
        }
    }

    @Test
    void theLogGoesOnInNewSegments() throws IOException {
        fill();
        try (Log log = open()) {
            assertThat(seen).hasSize(12).isSorted();
            assertThat(log.segments()).extracting(Segment::firstPosition).isSorted();
        }
    }

    @Test
    void aSecondOpenerIsTold() throws IOException {
        try (Log log = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(LogLockedException.class)
                    .hasMessageContaining("one process at a time");
            write(log, "one");
        }
        open().close();
    }

    @Test
    void aFrameThatWasNotCommittedIsNotThere() throws IOException {
        try (Log log = open()) {
            write(log, "one");
            log.writer().mark();
        }
        byte[] clean = Files.readAllBytes(segment(0));
        try (Log log = open()) {
            write(log, "two-two-two-two-two-two-two");
        }
        byte[] longer = Files.readAllBytes(segment(0));
        int from = Arrays.mismatch(clean, longer);
        System.arraycopy(clean, from + 40, longer, from + 40, clean.length - from - 40);
        Files.write(segment(0), longer);

        try (Log log = open()) {
            assertThat(seen).containsExactly("one");
            assertThat(log.damage()).isEmpty();
            write(log, "three");
        }
        open().close();
        assertThat(seen).containsExactly("one", "three");
    }

    @Test
    void damageBelowWhatWasSyncedIsRefusedAndNothingIsChanged() throws IOException {
        try (Log log = open()) {
            write(log, "one");
            write(log, "two");
            write(log, "three");
        }
        change(segment(0), SegmentHeader.SIZE_BYTES + 40 + FrameLayout.HEADER_BYTES, 'X');
        byte[] before = Files.readAllBytes(segment(0));

        try (Log log = open()) {
            assertThat(seen).containsExactly("one");
            LogCorruptException damage = log.damage().orElseThrow();
            assertThat(damage)
                    .hasMessageContaining("stored")
                    .hasMessageContaining("computed")
                    .hasMessageContaining("proves");
            assertThat(damage.offsetBytes()).isEqualTo(SegmentHeader.SIZE_BYTES + 40);
            assertThatThrownBy(log::writer).isInstanceOf(IllegalStateException.class);
        }
        assertThat(Files.readAllBytes(segment(0))).isEqualTo(before);
    }

    @Test
    void damageInASealedSegmentIsFoundByTheOneBehindIt() throws IOException {
        fill();
        change(segment(1), 2_000, 'Y');

        try (Log log = open()) {
            assertThat(log.damage()).isPresent();
            assertThat(log.damage().orElseThrow().file()).isEqualTo(segment(1));
            assertThat(seen).hasSizeBetween(3, 5);
        }
    }

    @Test
    void aMissingSegmentIsNoticed() throws IOException {
        fill();
        Files.delete(segment(1));

        try (Log log = open()) {
            assertThat(log.damage()).isPresent();
            assertThat(seen).hasSize(3);
        }
    }

    @Test
    void aMissingFirstSegmentIsNoticed() throws IOException {
        fill();
        Files.delete(segment(0));

        try (Log log = open()) {
            assertThat(log.damage().orElseThrow()).hasMessageContaining("instead of 0");
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void aSegmentUnderAnotherNameIsNoticed() throws IOException {
        fill();
        Files.copy(segment(1), segment(2), StandardCopyOption.REPLACE_EXISTING);

        try (Log log = open()) {
            assertThat(log.damage().orElseThrow()).hasMessageContaining("begins at position 3");
            assertThat(seen).hasSize(6);
        }
    }

    @Test
    void aSegmentOfAnotherLogIsNoticed(@TempDir Path other) throws IOException {
        fill();
        try (Log log = open(other)) {
            for (int i = 0; i < 12; i++) {
                write(log, "other-%02d-".formatted(i) + "y".repeat(1_000));
            }
        }
        Files.copy(
                other.resolve(segment(2).getFileName()),
                segment(2),
                StandardCopyOption.REPLACE_EXISTING);

        try (Log log = open()) {
            assertThat(log.damage().orElseThrow()).hasMessageContaining("another log");
        }
    }

    @Test
    void aSegmentCutShortIsNoticed() throws IOException {
        fill();
        byte[] bytes = Files.readAllBytes(segment(3));
        Files.write(segment(3), Arrays.copyOf(bytes, bytes.length - 8));

        try (Log log = open()) {
            assertThat(log.damage().orElseThrow()).hasMessageContaining("the file has");
        }
    }

    /// Every bit of every byte, one after the other: what is shown is always a beginning of what
    /// was written, and when it is not all of it, the log says that it is damaged.
    @Test
    void noFlippedBitIsEverServed() throws IOException {
        try (Log log = open()) {
            write(log, "one");
            write(log, "two", "three");
            write(log, "four");
        }
        List<String> all = List.of("one", "two", "three", "four");
        byte[] whole = Files.readAllBytes(segment(0));
        Path file = segment(0);
        for (int offset = 0; offset < 320; offset++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[offset] ^= (byte) (1 << bit);
                Files.write(file, flipped);
                try (Log log = open()) {
                    assertThat(seen)
                            .as("byte %d bit %d", offset, bit)
                            .isEqualTo(all.subList(0, seen.size()));
                    if (seen.size() < all.size()) {
                        assertThat(log.damage()).as("byte %d bit %d", offset, bit).isPresent();
                    }
                }
            }
        }
    }

    /// Late zeros would destroy the frames of whoever opened the log since.
    @Test
    void nothingIsPreparedForAClosedLog() throws IOException {
        List<Runnable> background = new ArrayList<>();
        Environment late = new Environment(new FileDisk(), UUID::randomUUID, background::add);
        open().close();
        try (Log log = Log.open(directory, OPTIONS, late, new Silent())) {
            write(log, "x".repeat(1_000), "y".repeat(1_000), "z".repeat(1_000));
        }
        assertThat(background).hasSize(1);

        background.forEach(Runnable::run);

        assertThat(directory.resolve(SegmentNames.PREPARED)).doesNotExist();
    }

    @Test
    void withoutAThreadForItTheNextSegmentIsRefusedAndNotWaitedFor() throws IOException {
        Environment exhausted =
                new Environment(
                        new FileDisk(),
                        UUID::randomUUID,
                        work -> {
                            throw new OutOfMemoryError("no thread");
                        });
        open().close();
        try (Log log = Log.open(directory, OPTIONS, exhausted, new Silent())) {
            write(log, "x".repeat(1_000), "y".repeat(1_000), "z".repeat(1_000));

            assertThatThrownBy(() -> log.writer().roll())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no thread");
            assertThat(log.writer().isBroken()).isFalse();
        }
    }

    /// Frames of a batch on its way may be lost, so those behind it must not call it durable.
    @Test
    void aFrameSaysOnlyWhatWasDurableWhenItWasMade() throws IOException {
        try (Log log = open()) {
            byte[] payload = new byte[32];
            LogWriter writer = log.writer();
            long first = writer.add(payload, payload.length, 1);
            LogBatch sealed = writer.seal();
            long second = writer.add(payload, payload.length, 1);
            writer.commit(sealed);
            long third = writer.add(payload, payload.length, 1);
            assertThat(sealed.endPosition()).isEqualTo(1);
            writer.commit();

            assertThat(List.of(syncedAt(log, first), syncedAt(log, second), syncedAt(log, third)))
                    .containsExactly(first, first, second);
        }
    }

    private static long syncedAt(Log log, long offset) {
        return FrameLayout.headerAt(log.segments().getFirst().bytes(), offset).syncedBytes();
    }

    @Test
    void oneBatchIsOnItsWayAtATime() throws IOException {
        try (Log log = open()) {
            LogBatch sealed = log.writer().seal();
            assertThatThrownBy(() -> log.writer().seal()).isInstanceOf(IllegalStateException.class);
            log.writer().commit(sealed);
        }
    }

    @Test
    void whatWasAbandonedIsNotWrittenByClose() throws IOException {
        Log log = open();
        write(log, "one");
        log.writer().add("two".getBytes(StandardCharsets.UTF_8), 3, 1);
        log.writer().abandon(new IllegalStateException("elsewhere"));
        assertThatThrownBy(() -> log.writer().commit()).hasMessageContaining("elsewhere");
        log.close();

        open().close();
        assertThat(seen).containsExactly("one");
    }

    @Test
    void anEmptySegmentThatIsTooSmallIsReplaced() throws IOException {
        open().close();
        byte[] large = "x".repeat(5_000).getBytes(StandardCharsets.UTF_8);
        LogOptions larger = new LogOptions(8 << 10, 6 << 10);
        try (Log log = Log.open(directory, larger, Environment.real(), new Silent())) {
            UUID id = log.id();
            assertThat(log.writer().hasRoom(large.length)).isFalse();
            log.writer().roll();
            log.writer().add(large, large.length, 1);
            log.writer().commit();
            assertThat(log.segments()).hasSize(1);
            assertThat(log.id()).isEqualTo(id);
        }
        try (Log log = open()) {
            assertThat(seen).containsExactly("x".repeat(5_000));
            assertThat(log.damage()).isEmpty();
        }
    }

    private static final class Silent implements Log.Visitor {
        @Override
        public void segment(Segment segment) {}

        @Override
        public void frame(Frame frame) {}
    }
}
