package io.stele.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.log.Environment;
import io.stele.log.LogOptions;
import io.stele.log.simulated.SimulatedDisk;
import io.stele.model.Append;
import io.stele.model.Bytes;
import io.stele.model.CorruptException;
import io.stele.model.EventCursor;
import io.stele.model.EventData;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.model.StoreException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A closed store, damaged in every way that is small enough to be tried in every place.
///
/// After each damage: what is read is the original, event for event, up to the end or to a
/// [CorruptException]; with all events there, nothing else may have happened; and nothing is
/// changed on disk but what lies behind the last event of the last segment.
///
/// A closed store ends with a mark, so its last events are provable too. A store that was killed
/// within the moment before a mark is written has one batch that nothing proves to be durable:
/// damage in that batch looks like a torn tail, and is cut, with a line in the log. No format that
/// writes each byte once can tell these apart.
///
/// `-Dstele.damageBytes=N` sets how large the store is in which every bit is flipped under an open
/// store.
@Timeout(value = 60, unit = TimeUnit.MINUTES) // the nightly counts
class StoreDamageTest {

    private static final Path DIRECTORY = Path.of("/simulated/damaged");
    private static final int BYTES = 9 << 10;
    private static final int SEGMENT_BYTES = 4 << 10;
    private static final int OPEN_BYTES = Integer.getInteger("stele.damageBytes", 32 << 10);

    private final SplittableRandom random = new SplittableRandom(20_261_123);
    private final Map<Path, byte[]> sound = new TreeMap<>();
    private List<RecordedEvent> events = List.of();

    /// A disk of its own for each opening, with the files as they are given.
    private static EngineOptions on(SimulatedDisk disk) {
        return EngineOptions.defaults()
                .withLog(new LogOptions(SEGMENT_BYTES, 2 << 10))
                .withIdleBeforeMark(Duration.ofNanos(20_000))
                .withEnvironment(new Environment(disk, () -> new UUID(1, 2), Runnable::run));
    }

    private void makeStore() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(random.split());
        try (EmbeddedEventStore store = EmbeddedEventStore.open(DIRECTORY, on(disk))) {
            fill(store, BYTES);
            events = store.read(ReadLog.all()).toList();
        }
        Path log = DIRECTORY.resolve("log");
        for (String name : disk.list(log)) {
            if (name.endsWith(".segment")) {
                sound.put(log.resolve(name), bytes(disk, log.resolve(name)));
            }
        }
        assertThat(sound).hasSizeGreaterThan(2);
    }

    private static byte[] bytes(SimulatedDisk disk, Path file) throws Exception {
        return disk.map(file).bytes().toArray(ValueLayout.JAVA_BYTE);
    }

    private void fill(EmbeddedEventStore store, long bytes) {
        for (long written = 0; written < bytes; ) {
            byte[] data = new byte[40 + random.nextInt(300)];
            random.nextBytes(data);
            NewEvent event = NewEvent.of("E", new EventData(Bytes.wrap(data), "text/plain"));
            store.append(Append.to("s-" + random.nextInt(3), Expectation.ANY, event));
            written += data.length + 150;
        }
    }

    private static SimulatedDisk disk(Map<Path, byte[]> files) throws Exception {
        SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
        for (var file : files.entrySet()) {
            try (var writing = disk.open(file.getKey())) {
                writing.write(ByteBuffer.wrap(file.getValue()), 0);
                writing.sync();
            }
        }
        disk.syncDirectory(DIRECTORY.resolve("log"));
        return disk;
    }

    /// Opens a damaged store and reads all of it.
    ///
    /// @return what is wrong, or null
    private @Nullable String wrong(Map<Path, byte[]> damaged) throws Exception {
        SimulatedDisk disk = disk(damaged);
        List<RecordedEvent> read = new ArrayList<>();
        boolean detected = false;
        try (EmbeddedEventStore store = EmbeddedEventStore.open(DIRECTORY, on(disk))) {
            try (EventCursor cursor = store.read(ReadLog.all())) {
                cursor.forEachRemaining(read::add);
            } catch (CorruptException e) {
                detected = true;
            }
        } catch (StoreException e) {
            detected = true;
        }
        if (!events.subList(0, Math.min(read.size(), events.size())).equals(read)) {
            return "something else is read";
        }
        if (!detected && read.size() < events.size()) {
            return read.size() + " events of " + events.size() + ", and no word of it";
        }
        return detected ? changed(disk, damaged) : null;
    }

    private static @Nullable String changed(SimulatedDisk disk, Map<Path, byte[]> damaged)
            throws Exception {
        for (var file : damaged.entrySet()) {
            if (!disk.list(DIRECTORY.resolve("log")).contains("" + file.getKey().getFileName())) {
                return file.getKey() + " was deleted";
            }
            if (!Arrays.equals(bytes(disk, file.getKey()), file.getValue())) {
                return file.getKey() + " was changed";
            }
        }
        return null;
    }

    private Map<Path, byte[]> copy() {
        Map<Path, byte[]> copy = new TreeMap<>();
        sound.forEach((file, bytes) -> copy.put(file, bytes.clone()));
        return copy;
    }

    @Test
    void everyFlippedBitIsDetectedOrHarmless() throws Exception {
        makeStore();
        Map<Path, byte[]> damaged = copy();
        for (var file : damaged.entrySet()) {
            byte[] bytes = file.getValue();
            for (int i = 0; i < bytes.length * 8; i++) {
                bytes[i / 8] ^= (byte) (1 << (i % 8));
                String wrong = wrong(damaged);
                if (wrong != null) {
                    assertThat(wrong)
                            .as("%s, byte %d, bit %d", file.getKey(), i / 8, i % 8)
                            .isNull();
                }
                bytes[i / 8] ^= (byte) (1 << (i % 8));
            }
        }
    }

    @Test
    void everyLengthOfASegmentIsDetectedOrHarmless() throws Exception {
        makeStore();
        for (Path file : sound.keySet()) {
            byte[] bytes = sound.getOrDefault(file, new byte[0]);
            for (int length = 0; length < bytes.length; length++) {
                Map<Path, byte[]> damaged = copy();
                damaged.put(file, Arrays.copyOf(bytes, length));
                assertThat(wrong(damaged)).as("%s has %d bytes", file, length).isNull();
            }
        }
    }

    @Test
    void everyZeroedPageIsDetectedOrHarmless() throws Exception {
        makeStore();
        for (Path file : sound.keySet()) {
            for (int pageBytes : new int[] {512, 4096}) {
                byte[] bytes = sound.getOrDefault(file, new byte[0]);
                for (int at = 0; at < bytes.length; at += 512) {
                    Map<Path, byte[]> damaged = copy();
                    byte[] zeroed = bytes.clone();
                    Arrays.fill(zeroed, at, Math.min(at + pageBytes, zeroed.length), (byte) 0);
                    damaged.put(file, zeroed);
                    String wrong = wrong(damaged);
                    if (wrong != null && !reachesTheEnd(file, at + pageBytes)) {
                        assertThat(wrong).as("%s zeroed at %d", file, at).isNull();
                    }
                }
            }
        }
    }

    /// Whether such a page has the closing mark in it, and so all that proves what stands before.
    private boolean reachesTheEnd(Path file, int end) {
        byte[] bytes = sound.getOrDefault(file, new byte[0]);
        int used = bytes.length;
        while (used > 0 && bytes[used - 1] == 0) {
            used--;
        }
        boolean last = new ArrayList<>(sound.keySet()).getLast().equals(file);
        return last && end >= used;
    }

    @Test
    void segmentsThatAreMissingSwappedOrDoubledAreDetected() throws Exception {
        makeStore();
        List<Path> files = new ArrayList<>(sound.keySet());
        for (int a = 0; a < files.size() - 1; a++) {
            Map<Path, byte[]> missing = copy();
            missing.remove(files.get(a));
            assertThat(wrong(missing)).as("without %s", files.get(a)).isNull();
            for (int b = a + 1; b < files.size(); b++) {
                Map<Path, byte[]> swapped = copy();
                swapped.put(files.get(a), sound.getOrDefault(files.get(b), new byte[0]));
                assertThat(wrong(swapped)).as("%s twice", files.get(b)).isNull();
                swapped.put(files.get(b), sound.getOrDefault(files.get(a), new byte[0]));
                assertThat(wrong(swapped)).as("%s swapped", files.get(b)).isNull();
            }
        }
    }

    /// Under a store that is open: each read checks what it reads, also what was sound at opening.
    @Test
    void everyBitFlippedUnderAnOpenStoreIsDetected() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(random.split());
        Path segment = DIRECTORY.resolve("log").resolve("%019d.segment".formatted(0));
        EngineOptions options =
                on(disk).withLog(new LogOptions((OPEN_BYTES + 4_096) & -4_096, 2 << 10));
        try (EmbeddedEventStore store = EmbeddedEventStore.open(DIRECTORY, options)) {
            fill(store, OPEN_BYTES / 2);
            events = store.read(ReadLog.all()).toList();
            ByteBuffer frames =
                    ByteBuffer.wrap(bytes(disk, segment)).order(ByteOrder.LITTLE_ENDIAN);
            int at = 64;
            for (RecordedEvent event : events) {
                while (frames.get(at) == 'M') {
                    at += 32; // a mark
                }
                int bytes = 32 + frames.getInt(at + 8);
                for (int bit = 0; bit < bytes * 8; bit++) {
                    disk.flipBit(segment, at + bit / 8, bit % 8);
                    assertNotServed(store, event, at + bit / 8);
                    disk.flipBit(segment, at + bit / 8, bit % 8);
                }
                at += (bytes + 7) & -8;
            }
        }
    }

    private static void assertNotServed(EmbeddedEventStore store, RecordedEvent event, int offset) {
        long position = event.position().value();
        ReadLog one = position == 0 ? ReadLog.all() : ReadLog.all().after(position - 1);
        try (EventCursor cursor = store.read(one.limit(1))) {
            RecordedEvent served = cursor.next();
            throw new AssertionError("served with a bit flipped at " + offset + ": " + served);
        } catch (CorruptException detected) {
            // as it should be
        }
    }

    /// Shows that the check can fail: a changed byte whose checksum was put right is what a store
    /// that checks none would serve.
    @Test
    void anUncheckedByteIsNoticed() throws Exception {
        makeStore();
        Map<Path, byte[]> damaged = copy();
        byte[] bytes = damaged.values().iterator().next();
        ByteBuffer segment = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int frame = 64;
        int payload = segment.getInt(frame + 8);
        bytes[frame + 32 + payload - 10] ^= 1;
        ByteBuffer place = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        place.put(bytes, 16, 24).putLong(frame);
        CRC32C crc = new CRC32C();
        crc.update(place.array());
        crc.update(bytes, frame + 8, 24 + payload);
        segment.putInt(frame + 4, (int) crc.getValue());
        assertThat(wrong(damaged)).isEqualTo("something else is read");
    }
}
