package io.stele.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.log.Environment;
import io.stele.log.LogOptions;
import io.stele.log.simulated.DiskFault;
import io.stele.log.simulated.Seeds;
import io.stele.log.simulated.SimulatedDisk;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.Checkpoint;
import io.stele.model.CorruptException;
import io.stele.model.EventFilter;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadStream;
import io.stele.model.StoreException;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import io.stele.tck.history.History;
import io.stele.tck.history.HistoryCheck;
import io.stele.tck.history.ScriptedAppend;
import io.stele.tck.history.ScriptedLoad;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A store through power cuts and deaths of its process, with several appends under way at once,
/// retries of earlier ones, and a reader. Each seed switches some of the disk's faults on
/// ([DiskFault]).
///
/// Invariants, after each reopening: those of [HistoryCheck], and *no false alarm*: the log is not
/// called damaged. On a disk that breaks its promises, only: what can be read is right, as far as
/// it goes; such a run ends when something acknowledged cannot be read.
///
/// The writer's thread decides what becomes one batch, so a seed gives the same script and the same
/// faults, but not always the same batches: a rare failure may need its seed to be run a few times.
@Timeout(value = 60, unit = TimeUnit.MINUTES) // the nightly counts
class EmbeddedEventStoreSimulation {

    private static final Path DIRECTORY = Path.of("/simulated/store");

    @Test
    void acknowledgedAppendsSurvive() {
        Seeds.each(
                EmbeddedEventStoreSimulation.class,
                seed -> new Run(seed, DiskFault.HONEST).violation());
    }

    @Test
    void whatADishonestDiskLeavesIsNeverReadWrongly() {
        Set<DiskFault> all = EnumSet.allOf(DiskFault.class);
        Seeds.each(EmbeddedEventStoreSimulation.class, seed -> new Run(seed, all).violation());
    }

    /// Shows that the simulation can fail: without syncs, acknowledged appends are lost.
    @Test
    void withoutSyncsTheLossIsNoticed() {
        assertThat(Seeds.noticed(60, seed -> planted(seed, DiskFault.LYING_SYNCS)))
                .isGreaterThan(20);
    }

    @Test
    void withoutSyncsOfTheDirectoryTheLossIsNoticed() {
        assertThat(Seeds.noticed(60, seed -> planted(seed, DiskFault.LYING_DIRECTORY_SYNCS)))
                .isGreaterThan(10);
    }

    private static @Nullable String planted(long seed, DiskFault fault)
            throws InterruptedException {
        return new Run(seed, new SplittableRandom(seed), Set.of(fault), false).violation();
    }

    /// One life of a store through several crashes.
    private static final class Run {

        private static final int REFUSALS_MAX = 15; // in a row; then the disk is gone

        private final long seed;
        private final SplittableRandom random;
        private final Set<DiskFault> faults;
        private final boolean dishonest;
        private final SimulatedDisk disk;
        private final EngineOptions options;
        private final ScriptedLoad load;
        private final History history = new History();
        private boolean ended;

        Run(long seed, Set<DiskFault> possible) {
            SplittableRandom choice = new SplittableRandom(seed);
            Set<DiskFault> chosen = DiskFault.some(possible, choice);
            boolean honest = DiskFault.HONEST.containsAll(chosen);
            this(seed, choice, chosen, !honest);
        }

        /// @param dishonest whether acknowledged appends may be lost, or the log be called damaged
        Run(long seed, SplittableRandom random, Set<DiskFault> faults, boolean dishonest) {
            this.seed = seed;
            this.random = random;
            this.faults = faults;
            this.dishonest = dishonest;
            disk = new SimulatedDisk(random.split(), faults);
            load = new ScriptedLoad(random.split(), 6);
            SplittableRandom ids = random.split(); // a log made anew is another log
            options =
                    EngineOptions.defaults()
                            .withLog(new LogOptions(32 << 10, 16 << 10))
                            .withIdleBeforeMark(Duration.ofMillis(1))
                            .withEnvironment(
                                    new Environment(
                                            disk,
                                            () -> new UUID(ids.nextLong(), ids.nextLong()),
                                            Runnable::run));
        }

        @Nullable String violation() throws InterruptedException {
            int lives = 2 + random.nextInt(4);
            for (int life = 0; life < lives && !ended; life++) {
                disk.failAfter(12 + random.nextInt(120));
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

        private void live() throws InterruptedException {
            try (EmbeddedEventStore store = EmbeddedEventStore.open(DIRECTORY, options)) {
                Reader reader = new Reader(store, history);
                int refusals = 0;
                while (refusals < REFUSALS_MAX) {
                    refusals = appendSeveral(store) ? 0 : refusals + 1;
                }
                reader.stop();
            } catch (StoreException failed) {
                // goes on in check()
            }
        }

        /// @return whether any of them got an answer
        private boolean appendSeveral(EmbeddedEventStore store) {
            Map<UUID, CompletableFuture<AppendResult>> answers = new LinkedHashMap<>();
            int count = 1 + random.nextInt(8);
            for (int i = 0; i < count; i++) {
                ScriptedAppend again =
                        random.nextInt(8) == 0 ? history.earlier(random.nextInt()) : null;
                ScriptedAppend next = again != null ? again : load.next(store);
                if (!answers.containsKey(next.id())) {
                    history.sent(next);
                    answers.put(next.id(), store.appendAsync(next.append()));
                }
            }
            boolean answered = false;
            for (var answer : answers.entrySet()) {
                try {
                    history.answered(answer.getKey(), answer.getValue().join(), null);
                    answered = true;
                } catch (CompletionException e) {
                    history.answered(answer.getKey(), null, e);
                }
            }
            return answered;
        }

        private @Nullable String check() {
            disk.quiet(true);
            try (EmbeddedEventStore store = EmbeddedEventStore.open(DIRECTORY, options)) {
                String wrong = check(store);
                if (wrong != null && dishonest) {
                    ended = true;
                    return HistoryCheck.violationInWhatIsLeft(history, store);
                }
                return wrong;
            } catch (StoreException e) {
                ended = true;
                return dishonest ? null : "it opens: " + e;
            } finally {
                disk.quiet(false);
            }
        }

        private @Nullable String check(EmbeddedEventStore store) {
            if (store.damage().isPresent()) {
                return "no false alarm: " + store.damage().get().getMessage();
            }
            try {
                return HistoryCheck.violation(history, store);
            } catch (CorruptException e) {
                return "no false alarm: " + e.getMessage();
            }
        }
    }

    /// Follows the log in a thread of its own, and puts down what it was given.
    private static final class Reader {

        private final History history;
        private final Subscription subscription;
        private final Thread thread;

        Reader(EmbeddedEventStore store, History history) {
            this.history = history;
            subscription = store.subscribe(Checkpoint.START, EventFilter.ALL);
            thread = Thread.ofVirtual().start(this::read);
        }

        private void read() {
            long end = 0;
            long hash = 0;
            try {
                while (true) {
                    Message message = subscription.poll(Duration.ofSeconds(60)).orElse(null);
                    if (message == null) {
                        break;
                    }
                    if (message instanceof Message.Event event) {
                        hash = History.hash(hash, event.event());
                        end++;
                    }
                }
            } catch (StoreException | InterruptedException e) {
                // what came before counts
            }
            history.seen(0, end, hash);
        }

        void stop() throws InterruptedException {
            subscription.close();
            thread.join();
        }
    }

    /// The store's answers when its disk fails under it.
    @Test
    void afterAFailedSyncNothingIsAcknowledgedUntilTheStoreIsOpenedAgain() {
        SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(7));
        EngineOptions options =
                EngineOptions.defaults()
                        .withLog(new LogOptions(64 << 10, 8 << 10))
                        .withEnvironment(
                                new Environment(disk, () -> new UUID(1, 2), Runnable::run));
        Append lost = Append.to("a-1", Expectation.ANY, NewEvent.json("E", "2"));
        try (EmbeddedEventStore store = EmbeddedEventStore.open(DIRECTORY, options)) {
            store.append(Append.to("a-1", Expectation.NONE, NewEvent.json("E", "1")));
            disk.failAfter(1); // the write goes through, its sync does not
            assertThat(store.appendAsync(lost))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withMessageContaining("OutcomeUnknown");
            disk.failAfter(Long.MAX_VALUE);

            for (int i = 0; i < 3; i++) {
                assertThat(
                                store.appendAsync(
                                        Append.to("a-1", Expectation.ANY, NewEvent.json("E", "3"))))
                        .failsWithin(Duration.ofSeconds(20))
                        .withThrowableThat()
                        .withMessageContaining("open it again");
            }
            assertThat(store.read(ReadStream.of("a-1")).toList()).hasSize(1);
        }
        disk.crash();
        try (EmbeddedEventStore store = EmbeddedEventStore.open(DIRECTORY, options)) {
            Appended appended = (Appended) store.append(lost);
            assertThat(appended.last().value()).isEqualTo(1);
            assertThat(store.read(ReadStream.of("a-1")).toList()).hasSize(2);
        }
    }
}
