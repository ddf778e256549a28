package io.stele.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.log.Environment;
import io.stele.log.LogOptions;
import io.stele.log.simulated.DiskFault;
import io.stele.log.simulated.SimulatedDisk;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.StoreException;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A store through power cuts, with several appends under way at once.
///
/// Invariants, after each reopening: every acknowledged append is where its answer said, whole, and
/// only once; an append that was not acknowledged is there whole or not at all; revisions and
/// positions have no gaps; a retry of an acknowledged append gets its first answer.
///
/// The writer's thread decides what becomes one batch, so a seed gives the same appends and the same
/// disk, but not always the same batches. `-Dstele.seeds=N` sets how many are run.
class EmbeddedEventStoreSimulation {

    private static final Path DIRECTORY = Path.of("/simulated/store");

    @Test
    void acknowledgedAppendsSurvivePowerCuts() {
        Long only = Long.getLong("stele.seed");
        long seeds = only != null ? 1 : Long.getLong("stele.seeds", 300);
        for (long i = 0; i < seeds; i++) {
            long seed = only != null ? only : i;
            assertThat(new Run(seed, false).violation())
                    .as("run again with -Dtest=EmbeddedEventStoreSimulation -Dstele.seed=%d", seed)
                    .isNull();
        }
    }

    /// Shows that the simulation can fail: without syncs, acknowledged appends are lost.
    @Test
    void withoutSyncsTheLossIsNoticed() {
        long noticed = 0;
        for (long seed = 0; seed < 30; seed++) {
            if (new Run(seed, true).violation() != null) {
                noticed++;
            }
        }
        assertThat(noticed).isGreaterThan(20);
    }

    /// One life of a store through several power cuts.
    private static final class Run {

        private final SplittableRandom random;
        private final SimulatedDisk disk;
        private final EngineOptions options;
        private final Map<UUID, Append> sent = new LinkedHashMap<>();
        private final Map<UUID, Appended> acknowledged = new LinkedHashMap<>();

        Run(long seed, boolean syncsLie) {
            random = new SplittableRandom(seed);
            Set<DiskFault> faults =
                    syncsLie
                            ? Set.of(DiskFault.LYING_SYNCS, DiskFault.LYING_DIRECTORY_SYNCS)
                            : Set.of();
            disk = new SimulatedDisk(random.split(), faults);
            options =
                    EngineOptions.defaults()
                            .withLog(new LogOptions(16 << 10, 8 << 10))
                            .withEnvironment(
                                    new Environment(disk, () -> new UUID(1, 2), Runnable::run));
        }

        @Nullable String violation() {
            int lives = 2 + random.nextInt(4);
            for (int life = 0; life < lives; life++) {
                disk.failAfter(12 + random.nextInt(80));
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
            try (EmbeddedEventStore store = EmbeddedEventStore.open(DIRECTORY, options)) {
                for (int round = 0; round < 200; round++) {
                    if (!appendSeveral(store)) {
                        return;
                    }
                }
            } catch (StoreException powerIsGone) {
                // goes on in check()
            }
        }

        /// @return whether the store still answers
        private boolean appendSeveral(EmbeddedEventStore store) {
            Map<Append, CompletableFuture<AppendResult>> answers = new LinkedHashMap<>();
            int count = 1 + random.nextInt(8);
            for (int i = 0; i < count; i++) {
                Append append = append();
                sent.put(append.appendId(), append);
                answers.put(append, store.appendAsync(append));
            }
            boolean alive = true;
            for (var answer : answers.entrySet()) {
                try {
                    if (answer.getValue().join() instanceof Appended appended) {
                        acknowledged.put(answer.getKey().appendId(), appended);
                    }
                } catch (CompletionException e) {
                    alive = false;
                }
            }
            return alive;
        }

        private Append append() {
            List<StreamAppend> parts = new ArrayList<>();
            int streams = random.nextInt(4) == 0 ? 2 : 1;
            int first = random.nextInt(5);
            for (int s = 0; s < streams; s++) {
                List<NewEvent> events = new ArrayList<>();
                int count = 1 + random.nextInt(3);
                for (int e = 0; e < count; e++) {
                    events.add(
                            NewEvent.json("E", "\"" + "x".repeat(random.nextInt(400)) + "\"")
                                    .withId(randomUuid()));
                }
                parts.add(
                        new StreamAppend(
                                StreamName.of("s-" + (first + s)), Expectation.ANY, events));
            }
            return Append.of(parts.toArray(StreamAppend[]::new)).withId(randomUuid());
        }

        private UUID randomUuid() {
            return new UUID(random.nextLong(), random.nextLong());
        }

        private @Nullable String check() {
            try (EmbeddedEventStore store = EmbeddedEventStore.open(DIRECTORY, options)) {
                if (store.damage().isPresent()) {
                    return "called damaged: " + store.damage().get().getMessage();
                }
                List<RecordedEvent> log = store.read(ReadLog.all()).toList();
                String gap = gapIn(log);
                if (gap != null) {
                    return gap;
                }
                Map<UUID, RecordedEvent> byId = new HashMap<>();
                for (RecordedEvent event : log) {
                    if (byId.put(event.id(), event) != null) {
                        return "event " + event.id() + " is there twice";
                    }
                }
                for (Append append : sent.values()) {
                    String wrong = check(store, append, byId);
                    if (wrong != null) {
                        return wrong;
                    }
                }
                return null;
            } catch (StoreException e) {
                return "does not open: " + e;
            }
        }

        private static @Nullable String gapIn(List<RecordedEvent> log) {
            Map<StreamName, Long> next = new HashMap<>();
            for (int i = 0; i < log.size(); i++) {
                RecordedEvent event = log.get(i);
                long revision = next.merge(event.stream(), 1L, Long::sum) - 1;
                if (event.position().value() != i || event.revision().value() != revision) {
                    return "gap at position " + i;
                }
            }
            return null;
        }

        private @Nullable String check(
                EmbeddedEventStore store, Append append, Map<UUID, RecordedEvent> byId) {
            List<UUID> ids =
                    append.streams().stream()
                            .flatMap(part -> part.events().stream())
                            .map(NewEvent::id)
                            .toList();
            long there = ids.stream().filter(byId::containsKey).count();
            Appended answer = acknowledged.get(append.appendId());
            if (answer == null) {
                return there == 0 || there == ids.size()
                        ? null
                        : "an unacknowledged append is there by half";
            }
            if (there != ids.size()) {
                return "an acknowledged append has %d of its %d events"
                        .formatted(there, ids.size());
            }
            RecordedEvent last = byId.get(ids.getLast());
            if (last == null || !last.position().equals(answer.last())) {
                return "an acknowledged append is not where its answer said";
            }
            Appended again = store.findAppend(append.appendId()).orElse(null);
            return again != null && again.streams().equals(answer.streams())
                    ? null
                    : "a retry would not get the first answer";
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
