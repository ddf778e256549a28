package io.stele.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.log.simulated.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Power cuts at every kind of moment, on a disk that keeps of the unsynced what it likes.
///
/// Invariants, after each reopening: what was acknowledged is there, byte for byte, in order;
/// behind it there is at most what was under way; and the log is not called damaged.
///
/// A failing seed is named in the message; `-Dstele.seed=N` runs that one alone,
/// `-Dstele.seeds=N` sets how many are run.
class LogSimulation {

    private static final Path DIRECTORY = Path.of("/simulated/log");
    private static final LogOptions OPTIONS = new LogOptions(16 << 10, 6 << 10);

    /// Everything in one thread, so that a seed means one history.
    private static Environment on(SimulatedDisk disk) {
        return new Environment(disk, () -> new UUID(1, 2), Runnable::run);
    }

    @Test
    void nothingAcknowledgedIsEverLost() {
        Long only = Long.getLong("stele.seed");
        long seeds = only != null ? 1 : Long.getLong("stele.seeds", 300);
        for (long i = 0; i < seeds; i++) {
            long seed = only != null ? only : i;
            assertThat(new Run(seed, false).violation())
                    .as("run again with -Dtest=LogSimulation -Dstele.seed=%d", seed)
                    .isNull();
        }
    }

    /// Shows that the simulation can fail: without syncs, acknowledged frames are lost.
    @Test
    void withoutSyncsTheLossIsNoticed() {
        long noticed = 0;
        for (long seed = 0; seed < 50; seed++) {
            if (new Run(seed, true).violation() != null) {
                noticed++;
            }
        }
        assertThat(noticed).isGreaterThan(40);
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

    /// One life of a log through several power cuts.
    private static final class Run {

        private final SplittableRandom random;
        private final SimulatedDisk disk;
        private final List<byte[]> acknowledged = new ArrayList<>();
        private final List<byte[]> underWay = new ArrayList<>();
        private long made;

        Run(long seed, boolean syncsLie) {
            random = new SplittableRandom(seed);
            disk = new SimulatedDisk(random.split());
            if (syncsLie) {
                disk.lieAboutSyncs();
            }
        }

        /// What went wrong, or null.
        @Nullable String violation() {
            int lives = 2 + random.nextInt(5);
            for (int life = 0; life < lives; life++) {
                disk.failAfter(10 + random.nextInt(120));
                live();
                disk.crash();
                String wrong = check();
                if (wrong != null) {
                    return "life " + life + ": " + wrong;
                }
            }
            return null;
        }

        private void live() {
            try (Log log = Log.open(DIRECTORY, OPTIONS, on(disk), new Recording())) {
                while (log.damage().isEmpty()) {
                    batch(log.writer());
                }
            } catch (IOException powerIsGone) {
                // goes on in check()
            }
        }

        private void batch(LogWriter writer) throws IOException {
            int frames = 1 + random.nextInt(6);
            for (int i = 0; i < frames; i++) {
                byte[] payload = payload();
                if (!writer.hasRoom(payload.length)) {
                    commit(writer);
                    writer.roll();
                }
                underWay.add(payload);
                writer.add(payload, payload.length, 1 + random.nextInt(3));
            }
            commit(writer);
            if (random.nextInt(4) == 0) {
                writer.mark();
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
            Recording found = new Recording();
            try (Log log = Log.open(DIRECTORY, OPTIONS, on(disk), found)) {
                if (log.damage().isPresent()) {
                    return "called damaged: " + log.damage().get().getMessage();
                }
            } catch (IOException e) {
                return "does not open: " + e;
            }
            List<byte[]> expected = new ArrayList<>(acknowledged);
            expected.addAll(underWay);
            if (found.payloads.size() < acknowledged.size()) {
                return "%d acknowledged, %d found"
                        .formatted(acknowledged.size(), found.payloads.size());
            }
            for (int i = 0; i < found.payloads.size(); i++) {
                if (i >= expected.size()
                        || !Arrays.equals(expected.get(i), found.payloads.get(i))) {
                    return "frame " + i + " is not what was written";
                }
            }
            acknowledged.addAll(underWay.subList(0, found.payloads.size() - acknowledged.size()));
            underWay.clear();
            return null;
        }
    }
}
