package io.stele.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.log.simulated.DiskFault;
import io.stele.log.simulated.Seeds;
import io.stele.log.simulated.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Power cuts and deaths of the process at every kind of moment, on a disk that keeps of the
/// unsynced what it likes. Each seed switches some of the disk's faults on ([DiskFault]).
///
/// Invariants, after each reopening, on a disk that does what any disk may:
/// - *nothing lost*: what was acknowledged is there, byte for byte, in order;
/// - *nothing made up*: behind it there is at most what was under way;
/// - *no false alarm*: the log is not called damaged.
///
/// On a disk that breaks its promises, only: what is read is what was written, in order, as far as
/// it goes; and a log that is called damaged is not changed any more. Such a run ends when
/// something acknowledged cannot be read: what a log may do after that is the operator's decision.
///
/// A failure prints the line that runs its seed again ([Seeds]).
@Timeout(value = 60, unit = TimeUnit.MINUTES) // the nightly counts
class LogSimulation {

    private static final Path DIRECTORY = Path.of("/simulated/log");
    private static final int SECTOR = 512;
    private static final LogOptions OPTIONS = new LogOptions(16 << 10, 6 << 10);

    /// Everything in one thread, so that a seed means one history.
    private static Environment on(SimulatedDisk disk) {
        return new Environment(disk, () -> new UUID(1, 2), Runnable::run);
    }

    @Test
    void nothingAcknowledgedIsEverLost() {
        Seeds.each(LogSimulation.class, seed -> new Run(seed, DiskFault.HONEST).violation());
    }

    @Test
    void whatADishonestDiskLeavesIsNeverReadWrongly() {
        Set<DiskFault> all = EnumSet.allOf(DiskFault.class);
        Seeds.each(LogSimulation.class, seed -> new Run(seed, all).violation());
    }

    /// Shows that the simulation can fail: without syncs, acknowledged frames are lost.
    @Test
    void withoutSyncsTheLossIsNoticed() {
        assertThat(Seeds.noticed(50, seed -> planted(seed, DiskFault.LYING_SYNCS)))
                .isGreaterThan(40);
    }

    /// A segment that was renamed into place, and whose name was not made durable, is gone with
    /// all that it holds.
    @Test
    void withoutSyncsOfTheDirectoryTheLossIsNoticed() {
        assertThat(Seeds.noticed(50, seed -> planted(seed, DiskFault.LYING_DIRECTORY_SYNCS)))
                .isGreaterThan(25);
    }

    private static @Nullable String planted(long seed, DiskFault fault) {
        return new Run(seed, new SplittableRandom(seed), Set.of(fault), false).violation();
    }

    @Test
    void aFullDiskRefusesAndGoesOnOnceThereIsRoom() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
        try (Log log = Log.open(DIRECTORY, OPTIONS, on(disk), new Recording())) {
            disk.freeBytes(1_000);
            byte[] payload = new byte[1_000];
            while (log.writer().hasRoom(payload.length)) {
                log.writer().add(payload, payload.length, 1);
            }
            log.writer().commit();

            assertThatThrownBy(() -> log.writer().roll()).hasMessageContaining("No space left");
            assertThatThrownBy(() -> log.writer().roll()).hasMessageContaining("No space left");
            assertThat(log.writer().isBroken()).isFalse();

            disk.freeBytes(Long.MAX_VALUE);
            log.writer().roll();
            log.writer().add(payload, payload.length, 1);
            log.writer().commit();
            assertThat(log.segments()).hasSize(2);
        }
    }

    /// A process dies, or its sync fails, and what it wrote is in the page cache alone. Whoever
    /// opens the log next shows it, so it has to be durable by then.
    @Test
    void whatAnOpenedLogShowsSurvivesAPowerCut() throws IOException {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            SimulatedDisk disk = new SimulatedDisk(random.split());
            Log.open(DIRECTORY, OPTIONS, on(disk), new Recording()).close();
            disk.failAfter(5 + random.nextInt(40));
            try (Log log = Log.open(DIRECTORY, OPTIONS, on(disk), new Recording())) {
                while (true) {
                    byte[] payload = new byte[1_500];
                    random.nextBytes(payload);
                    if (!log.writer().hasRoom(payload.length)) {
                        log.writer().roll();
                    }
                    log.writer().add(payload, payload.length, 1);
                    log.writer().commit();
                }
            } catch (IOException processDied) {
                disk.failAfter(Long.MAX_VALUE);
            }
            Recording shown = new Recording();
            Log restarted = Log.open(DIRECTORY, OPTIONS, on(disk), shown);
            if (random.nextBoolean()) {
                byte[] acknowledged = new byte[1_500];
                if (restarted.writer().hasRoom(acknowledged.length)) {
                    restarted.writer().add(acknowledged, acknowledged.length, 1);
                    restarted.writer().commit();
                    shown.payloads.add(acknowledged);
                }
            }

            disk.crash();

            Recording found = new Recording();
            try (Log log = Log.open(DIRECTORY, OPTIONS, on(disk), found)) {
                assertThat(log.damage()).isEmpty();
            }
            assertThat(found.payloads)
                    .as("seed %d", seed)
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(shown.payloads);
        }
    }

    /// A torn tail is cut, and the sync of that fails; whoever opens the log next finds zeros there,
    /// in the page cache alone. Frames of the tail that are still on disk must not follow those that
    /// are written in its place.
    @Test
    void aTailWhoseCutWasNotSyncedNeverComesBack() throws IOException {
        for (long seed = 0; seed < 300; seed++) {
            SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(seed));
            try (Log log = Log.open(DIRECTORY, OPTIONS, on(disk), new Recording())) {
                add(log.writer(), 1, SECTOR - SegmentHeader.SIZE_BYTES);
                disk.failAfter(1); // the write goes through, its sync does not
                add(log.writer(), 8, SECTOR);
            } catch (IOException processDied) {
                disk.failAfter(Long.MAX_VALUE);
            }
            disk.crash();
            disk.failNextSync();
            assertThatThrownBy(() -> Log.open(DIRECTORY, OPTIONS, on(disk), new Recording()))
                    .hasMessageContaining("of a sync");
            disk.restart();
            Recording shown = new Recording();
            Log log = Log.open(DIRECTORY, OPTIONS, on(disk), shown);
            add(log.writer(), 2, SECTOR);

            disk.crash();

            Recording found = new Recording();
            Log.open(DIRECTORY, OPTIONS, on(disk), found).close();
            assertThat(found.payloads).as("seed %d", seed).hasSize(shown.payloads.size() + 2);
        }
    }

    /// Commits frames of `frameBytes` each.
    private static void add(LogWriter writer, int frames, int frameBytes) throws IOException {
        byte[] payload = new byte[frameBytes - FrameLayout.HEADER_BYTES];
        for (int i = 0; i < frames; i++) {
            writer.add(payload, payload.length, 1);
        }
        writer.commit();
    }

    /// What a walk over the log showed.
    private static final class Recording implements Log.Visitor {

        final List<byte[]> payloads = new ArrayList<>();

        @Override
        public void segment(Segment segment) {}

        @Override
        public void frame(Frame frame) {
            payloads.add(
                    Arrays.copyOfRange(
                            frame.bytes(),
                            Frame.PAYLOAD_OFFSET,
                            Frame.PAYLOAD_OFFSET + frame.payloadBytes()));
        }
    }

    /// One life of a log through several crashes.
    private static final class Run {

        private static final int ROLLS_TRIED = 50;

        private final long seed;
        private final SplittableRandom random;
        private final Set<DiskFault> faults;
        private final boolean dishonest;
        private final SimulatedDisk disk;
        private final List<byte[]> acknowledged = new ArrayList<>();
        private final List<byte[]> underWay = new ArrayList<>();
        private final Environment environment;
        private long made;
        private boolean ended;

        Run(long seed, Set<DiskFault> possible) {
            SplittableRandom choice = new SplittableRandom(seed);
            Set<DiskFault> chosen = DiskFault.some(possible, choice);
            boolean honest = DiskFault.HONEST.containsAll(chosen);
            this(seed, choice, chosen, !honest);
        }

        /// @param dishonest whether acknowledged frames may be lost, or be called damaged
        Run(long seed, SplittableRandom random, Set<DiskFault> faults, boolean dishonest) {
            this.seed = seed;
            this.random = random;
            this.faults = faults;
            this.dishonest = dishonest;
            disk = new SimulatedDisk(random.split(), faults);
            SplittableRandom ids = random.split(); // a log made anew is another log
            environment =
                    new Environment(
                            disk, () -> new UUID(ids.nextLong(), ids.nextLong()), Runnable::run);
        }

        /// What went wrong, or null.
        @Nullable String violation() {
            int lives = 2 + random.nextInt(5);
            for (int life = 0; life < lives && !ended; life++) {
                disk.failAfter(10 + random.nextInt(120));
                live();
                crash();
                String wrong = check();
                if (wrong != null) {
                    return "%s (seed %d, life %d, faults %s)".formatted(wrong, seed, life, faults);
                }
            }
            return null;
        }

        private void crash() {
            if (random.nextInt(4) == 0) {
                disk.restart();
            } else {
                disk.crash();
            }
            disk.decay();
        }

        private void live() {
            try (Log log = Log.open(DIRECTORY, OPTIONS, environment, new Recording())) {
                while (log.damage().isEmpty()) {
                    batch(log.writer());
                }
            } catch (IOException failed) {
                // goes on in check()
            }
        }

        private void batch(LogWriter writer) throws IOException {
            int frames = 1 + random.nextInt(6);
            for (int i = 0; i < frames; i++) {
                byte[] payload = payload();
                if (!writer.hasRoom(payload.length)) {
                    commit(writer);
                    roll(writer);
                }
                underWay.add(payload);
                writer.add(payload, payload.length, 1 + random.nextInt(3));
            }
            commit(writer);
            if (random.nextInt(4) == 0) {
                writer.mark();
            }
        }

        /// Where there is no room, asks again: there may be some later.
        private static void roll(LogWriter writer) throws IOException {
            for (int i = 1; ; i++) {
                try {
                    writer.roll();
                    return;
                } catch (IOException e) {
                    if (writer.isBroken() || i == ROLLS_TRIED) {
                        throw e;
                    }
                }
            }
        }

        private void commit(LogWriter writer) throws IOException {
            writer.commit();
            acknowledged.addAll(underWay);
            underWay.clear();
        }

        private byte[] payload() {
            byte[] payload = new byte[8 + random.nextInt(random.nextInt(10) == 0 ? 5_000 : 300)];
            random.nextBytes(payload);
            ByteBuffer.wrap(payload).putLong(made++);
            return payload;
        }

        private @Nullable String check() {
            disk.quiet(true);
            Recording found = new Recording();
            boolean damaged = false;
            try (Log log = Log.open(DIRECTORY, OPTIONS, environment, found)) {
                damaged = log.damage().isPresent();
                if (damaged && !dishonest) {
                    return "no false alarm: " + log.damage().get().getMessage();
                }
            } catch (IOException e) {
                return "it opens: " + e;
            } finally {
                disk.quiet(false);
            }
            String wrong = compare(found.payloads);
            ended |= damaged;
            return wrong == null && damaged ? compareAgain(found.payloads) : wrong;
        }

        private @Nullable String compare(List<byte[]> found) {
            List<byte[]> expected = new ArrayList<>(acknowledged);
            expected.addAll(underWay);
            if (found.size() < acknowledged.size() && !dishonest) {
                return "nothing lost: %d acknowledged, %d found"
                        .formatted(acknowledged.size(), found.size());
            }
            for (int i = 0; i < found.size(); i++) {
                if (i >= expected.size() || !Arrays.equals(expected.get(i), found.get(i))) {
                    return "nothing made up: frame %d is number %d; %d were acknowledged, %d under way"
                            .formatted(
                                    i,
                                    ByteBuffer.wrap(found.get(i)).getLong(),
                                    acknowledged.size(),
                                    underWay.size());
                }
            }
            ended |= found.size() < acknowledged.size();
            acknowledged.clear();
            acknowledged.addAll(expected.subList(0, found.size()));
            underWay.clear();
            return null;
        }

        /// A damaged log was only read.
        private @Nullable String compareAgain(List<byte[]> before) {
            Recording again = new Recording();
            try (Log log = Log.open(DIRECTORY, OPTIONS, environment, again)) {
                return log.damage().isPresent() && again.payloads.size() == before.size()
                        ? null
                        : "damage stays as it is: the second opening shows something else";
            } catch (IOException e) {
                return null; // a fault of the disk, at opening
            }
        }
    }
}
