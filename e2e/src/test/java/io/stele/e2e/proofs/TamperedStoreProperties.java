package io.stele.e2e.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.engine.EmbeddedEventStore;
import io.stele.engine.EngineOptions;
import io.stele.log.Disk;
import io.stele.log.Environment;
import io.stele.log.LogOptions;
import io.stele.log.simulated.SimulatedDisk;
import io.stele.model.Append;
import io.stele.model.CorruptException;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import io.stele.proofs.EventEntry;
import io.stele.proofs.log.LogComparison;
import io.stele.proofs.log.LogIdentity;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.tree.RunningRoot;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Somebody who can write to the files of a store and recompute every checksum edits, deletes,
/// inserts, reorders, cuts and rolls back. One earlier checkpoint tells, whatever they did to an event
/// that it is of; and it says nothing against stores that nobody was at.
///
/// `-Dstele.proofs.attacks=100000` and `-Dstele.proofs.honest=1000` for more; `-Dstele.proofs.seed` is
/// where a failure was.
@Timeout(value = 60, unit = TimeUnit.MINUTES) // the nightly counts
class TamperedStoreProperties {

    private static final int ATTACKS = Integer.getInteger("stele.proofs.attacks", 400);
    private static final int HONEST = Integer.getInteger("stele.proofs.honest", 20);
    private static final long SEED = Long.getLong("stele.proofs.seed", 1);
    private static final int ATTACKS_ON_EACH = 50;

    private static final Path DIRECTORY = Path.of("/simulated/store");
    private static final Path LOG = DIRECTORY.resolve("log");
    private static final Path SEGMENT = LOG.resolve("0000000000000000000.segment");

    private enum Attack {
        EDIT,
        DELETE,
        INSERT,
        REORDER,
        CUT,
        ROLL_BACK
    }

    /// What became of an attack.
    private enum Outcome {
        /// No event that was signed for is another one: it hit what came later, or nothing.
        HARMLESS,
        DETECTED,
        MISSED,
        FALSE_ALARM
    }

    @Test
    void everyChangeOfAnEventThatWasSignedForIsDetected() throws Exception {
        int detected = 0;
        int harmless = 0;
        for (long seed = SEED; detected < ATTACKS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Victim victim = Victim.make(random);
            for (int i = 0; i < ATTACKS_ON_EACH && detected < ATTACKS; i++) {
                Attack attack = Attack.values()[random.nextInt(Attack.values().length)];
                Outcome outcome = victim.attacked(attack, random, LogComparison::of);
                assertThat(outcome)
                        .as("%s, -Dstele.proofs.seed=%d, attack %d", attack, seed, i)
                        .isIn(Outcome.DETECTED, Outcome.HARMLESS);
                detected += outcome == Outcome.DETECTED ? 1 : 0;
                harmless += outcome == Outcome.HARMLESS ? 1 : 0;
            }
        }
        System.out.printf("%,d attacks detected, %,d harmless%n", detected, harmless);
        assertThat(harmless).isLessThan(detected);
    }

    /// Shows that the attacks are worth something: who only looks whether the log is as long as it was
    /// misses many of them.
    @Test
    void theLengthAloneMissesManyOfThem() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        int missed = 0;
        for (int i = 0; i < 200; i++) {
            Victim victim = Victim.make(random);
            Attack attack = Attack.values()[random.nextInt(Attack.values().length)];
            missed +=
                    victim.attacked(attack, random, LogComparison::ofLength) == Outcome.MISSED
                            ? 1
                            : 0;
        }
        assertThat(missed).isGreaterThan(40);
    }

    @Test
    void honestStoresRaiseNoAlarm() throws Exception {
        for (long seed = SEED; seed < SEED + HONEST; seed++) {
            SplittableRandom random = new SplittableRandom(~seed);
            Victim victim = Victim.make(random);
            for (TreeHead head : victim.heads) {
                assertThat(victim.held(victim.file, head))
                        .as("-Dstele.proofs.seed=%d", seed)
                        .isEqualTo(new LogComparison.Same(head.size()));
            }
            // The forger's pen itself changes nothing.
            byte[] copied = victim.forger.with(ForgedSegment.frames(victim.file));
            assertThat(victim.held(copied, victim.signed))
                    .isEqualTo(new LogComparison.Same(victim.signed.size()));
        }
    }

    /// A store that was written honestly and closed, and what was kept of it elsewhere.
    private static final class Victim {

        private final byte[] file;
        private final ForgedSegment forger;
        private final List<RecordedEvent> events;
        private final List<TreeHead> heads;

        /// What was kept before the last appends.
        private final TreeHead signed;

        /// Of an earlier time.
        private final byte[] old;

        private Victim(byte[] file, byte[] old, List<RecordedEvent> events, List<TreeHead> heads) {
            this.file = file;
            this.old = old;
            this.forger = new ForgedSegment(file);
            this.events = events;
            this.heads = heads;
            this.signed = heads.get(heads.size() / 2);
        }

        static Victim make(SplittableRandom random) throws IOException {
            SimulatedDisk disk = new SimulatedDisk(random.split());
            List<TreeHead> heads = new ArrayList<>();
            byte[] old = {};
            int lives = random.nextInt(3, 6);
            for (int life = 0; life < lives; life++) {
                try (EventStore store = open(disk)) {
                    for (int i = random.nextInt(1, 12); i > 0; i--) {
                        assertThat(store.append(append(random))).isNotNull();
                    }
                    heads.add(head(store));
                }
                if (life == 0) {
                    old = read(disk);
                }
            }
            try (EventStore store = open(disk)) {
                return new Victim(read(disk), old, store.read(ReadLog.all()).toList(), heads);
            }
        }

        private static Append append(SplittableRandom random) {
            List<StreamAppend> parts = new ArrayList<>();
            for (int i = random.nextInt(1, 3); i > 0; i--) {
                List<NewEvent> events = new ArrayList<>();
                for (int j = random.nextInt(1, 4); j > 0; j--) {
                    events.add(
                            NewEvent.json(
                                            random.nextBoolean() ? "Paid" : "Got",
                                            "{\"amount\":%d}".formatted(random.nextInt(100)))
                                    .withMetadata(Metadata.of("n", random.nextInt(9)))
                                    .withTags(Tag.of("account:" + random.nextInt(4))));
                }
                StreamName stream = StreamName.of("account-%d%d".formatted(i, random.nextInt(3)));
                parts.add(new StreamAppend(stream, Expectation.ANY, events));
            }
            return Append.of(parts.toArray(StreamAppend[]::new)).by("teller-" + random.nextInt(3));
        }

        /// As whoever keeps checkpoints has it: by the whole log, not by files of the tree.
        private static TreeHead head(EventStore store) {
            LogIdentity identity = LogIdentity.of(store, Optional.of("example.com/victim"));
            RunningRoot root = new RunningRoot();
            for (RecordedEvent event : store.read(ReadLog.all()).toList()) {
                root.add(
                        EventEntry.of(event, identity.salts().of(event.position()))
                                .bytes()
                                .toByteArray());
            }
            return new TreeHead(identity.origin(), root.size(), root.root());
        }

        private static byte[] read(SimulatedDisk disk) throws IOException {
            try (Disk.Mapping mapping = disk.map(SEGMENT)) {
                return mapping.bytes().toArray(ValueLayout.JAVA_BYTE);
            }
        }

        private static EventStore open(SimulatedDisk disk) {
            return EmbeddedEventStore.open(
                    DIRECTORY,
                    EngineOptions.defaults()
                            .withLog(new LogOptions(64 << 10, 8 << 10))
                            .withIdleBeforeMark(Duration.ofHours(1))
                            .withEnvironment(
                                    new Environment(disk, () -> new UUID(1, 2), Runnable::run)));
        }

        private static SimulatedDisk disk(byte[] file, SplittableRandom random) throws IOException {
            SimulatedDisk disk = new SimulatedDisk(random);
            disk.createDirectories(LOG);
            try (Disk.DiskFile opened = disk.open(SEGMENT)) {
                opened.write(ByteBuffer.wrap(file), 0);
                opened.sync();
            }
            disk.syncDirectory(LOG);
            return disk;
        }

        LogComparison held(byte[] other, TreeHead head) throws IOException {
            try (EventStore store = open(disk(other, new SplittableRandom(1)))) {
                return LogComparison.of(store, head);
            }
        }

        Outcome attacked(
                Attack attack,
                SplittableRandom random,
                BiFunction<EventStore, TreeHead, LogComparison> check)
                throws IOException {
            byte[] forged = forged(attack, random);
            boolean changed;
            boolean alarm;
            try (EventStore store = open(disk(forged, random.split()))) {
                alarm = !(check.apply(store, signed) instanceof LogComparison.Same);
                changed = !startsAsItWas(store);
            } catch (CorruptException e) {
                return Outcome.DETECTED; // what was put in cannot even be read
            }
            if (changed) {
                return alarm ? Outcome.DETECTED : Outcome.MISSED;
            }
            return alarm ? Outcome.FALSE_ALARM : Outcome.HARMLESS;
        }

        private boolean startsAsItWas(EventStore store) {
            List<RecordedEvent> first = store.read(ReadLog.all().limit(signed.size())).toList();
            return first.equals(events.subList(0, (int) signed.size()));
        }

        private byte[] forged(Attack attack, SplittableRandom random) {
            List<ForgedSegment.Frame> frames = new ArrayList<>(ForgedSegment.frames(file));
            int place = random.nextInt(frames.size());
            switch (attack) {
                case EDIT -> frames.set(place, edited(frames.get(place), random));
                case DELETE -> frames.remove(place);
                case INSERT -> {
                    ForgedSegment.Frame any = frames.get(random.nextInt(frames.size()));
                    frames.add(place, random.nextBoolean() ? any : edited(any, random));
                }
                case REORDER -> Collections.swap(frames, place, random.nextInt(frames.size()));
                case CUT -> frames.subList(place, frames.size()).clear();
                case ROLL_BACK -> {
                    return old;
                }
            }
            return forger.hasRoomFor(frames) ? forger.with(frames) : old;
        }

        private static ForgedSegment.Frame edited(
                ForgedSegment.Frame frame, SplittableRandom random) {
            byte[] payload = frame.payload();
            payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
            return new ForgedSegment.Frame(payload, frame.events());
        }
    }
}
