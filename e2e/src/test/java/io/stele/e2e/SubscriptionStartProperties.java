package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.engine.EmbeddedEventStore;
import io.stele.engine.EngineOptions;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Subscriptions that begin at random points while events are written: from history to live there is no
/// gap and no duplicate. `-Dstele.subscriptions=10000` for more of them, `-Dstele.seed=N` for others.
class SubscriptionStartProperties {

    private static final int SUBSCRIPTIONS = Integer.getInteger("stele.subscriptions", 200);
    private static final long SEED = Long.getLong("stele.seed", 20_261_129);
    private static final int READERS = 8;
    private static final int TYPES = 3;
    private static final int BATCH = 4;
    private static final int NEAR = 1_000;
    private static final int LIVE = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path directory;

    private volatile boolean stopping;

    @Test
    void onAStoreOfThisProcess() throws Exception {
        try (EventStore store = EmbeddedEventStore.open(directory, EngineOptions.defaults())) {
            subscribeAgainAndAgain(store, SUBSCRIPTIONS, Duration.ZERO);
        }
    }

    /// A tenth as many, and not faster than a server bears from one connection: each that is closed
    /// resets a stream.
    @Test
    void overTheNetwork() throws Exception {
        try (StoreProcess process = new StoreProcess();
                EventStore store = EventStore.open(process.serve(directory))) {
            subscribeAgainAndAgain(store, SUBSCRIPTIONS / 10, Duration.ofMillis(250));
        }
    }

    private void subscribeAgainAndAgain(EventStore store, int count, Duration pause)
            throws Exception {
        write(store, NEAR);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer = threads.submit(() -> keepWriting(store));
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                long seed = SEED + i;
                readers.add(threads.submit(() -> subscribe(store, seed, count / READERS, pause)));
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
            stopping = true;
            writer.get();
        } finally {
            stopping = true;
        }
    }

    /// Event number n is at position n and has type n modulo [#TYPES].
    private static void write(EventStore store, int events) {
        for (int i = 0; i < events; i += BATCH) {
            long at = store.head().next();
            NewEvent[] batch = new NewEvent[BATCH];
            for (int j = 0; j < BATCH; j++) {
                batch[j] = NewEvent.json("T" + (at + j) % TYPES, "{}");
            }
            String stream = "a-" + at % 7;
            AppendResult result = store.append(Append.to(stream, Expectation.ANY, batch));
            assertThat(result).isInstanceOf(AppendResult.Appended.class);
        }
    }

    private Void keepWriting(EventStore store) throws InterruptedException {
        while (!stopping) {
            write(store, BATCH);
            TimeUnit.MICROSECONDS.sleep(500);
        }
        return null;
    }

    private Void subscribe(EventStore store, long seed, int count, Duration pause)
            throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            long head = store.head().next();
            long from = random.nextInt(20) == 0 ? 0 : Math.max(0, head - NEAR);
            long start = random.nextLong(from, head + 3);
            int type = random.nextInt(TYPES + 1); // the last one: all
            subscribe(store, start, type, head);
            Thread.sleep(pause);
        }
        return null;
    }

    private static void subscribe(EventStore store, long start, int type, long head)
            throws InterruptedException {
        boolean all = type == TYPES;
        EventFilter filter =
                all
                        ? EventFilter.ALL
                        : EventFilter.matching(
                                Query.anyOf(new QueryItem(Set.of("T" + type), Set.of())));
        long expected = all ? start : next(start - 1, type);
        int live = 0;
        boolean caughtUp = false;
        try (Subscription subscription = store.subscribe(new Checkpoint(start), filter)) {
            while (live < LIVE || !caughtUp || expected < head) {
                Optional<Message> message = subscription.poll(PATIENCE);
                assertThat(message).as("something comes within " + PATIENCE).isPresent();
                if (message.get() instanceof Message.Event(var event)) {
                    assertThat(event.position().value())
                            .as("from %d, type %d of %d".formatted(start, type, TYPES))
                            .isEqualTo(expected);
                    expected = all ? expected + 1 : next(expected, type);
                    live += caughtUp ? 1 : 0;
                } else if (message.get() instanceof Message.CaughtUp) {
                    caughtUp = true;
                }
            }
        }
    }

    /// The first position behind `at` that has this type.
    private static long next(long at, int type) {
        long next = at + 1;
        while (next % TYPES != type) {
            next++;
        }
        return next;
    }
}
