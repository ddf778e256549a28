package io.stele.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.publish.FakeBroker.Bug;
import io.stele.testkit.DeliveryCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A publisher whose process dies now and then, and whose broker is away, breaks off and does not say
/// what it took. `-Dstele.publisherSeeds=2000` for more; 20 without it.
class PublisherProperties {

    private static final long FIRST = Long.getLong("stele.firstSeed", 1);
    private static final int SEEDS = Integer.getInteger("stele.publisherSeeds", 20);
    private static final PublisherSettings SETTINGS =
            PublisherSettings.of("orders", "fake", Map.of());

    @Test
    void nothingIsMissingAndOrderIsKept() throws Exception {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            assertThat(wrong(seed, false, Bug.NONE)).as(replay(seed)).isEmpty();
        }
    }

    @Test
    void whereTheTargetKeepsTheCheckpointEachIsThereOnce() throws Exception {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            assertThat(wrong(seed, true, Bug.NONE)).as(replay(seed)).isEmpty();
        }
    }

    @Test
    void aBrokerThatConfirmsWhatItLostShows() throws Exception {
        assertThat(shows(false, Bug.CONFIRMS_WHAT_IT_LOST)).isTrue();
    }

    @Test
    void aCheckpointThatIsKeptWithoutItsEventsShows() throws Exception {
        assertThat(shows(true, Bug.KEEPS_ONLY_THE_CHECKPOINT)).isTrue();
    }

    private static boolean shows(boolean exactlyOnce, Bug bug) throws Exception {
        for (long seed = FIRST; seed < FIRST + 20; seed++) {
            if (!wrong(seed, exactlyOnce, bug).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static String replay(long seed) {
        return "-Dtest=PublisherProperties -Dstele.publisherSeeds=1 -Dstele.firstSeed=" + seed;
    }

    private static List<String> wrong(long seed, boolean exactlyOnce, Bug bug) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        FakeBroker broker = new FakeBroker(seed, exactlyOnce, bug).troubled(0.2);
        PublisherOptions options =
                PublisherOptions.DEFAULT
                        .withRetry(Duration.ofMillis(1), Duration.ofMillis(4))
                        .withBatchEventsMax(1 + random.nextInt(20))
                        .withNote(Duration.ofMillis(random.nextInt(5)), 1 + random.nextInt(50));
        try (InMemoryEventStore store = new InMemoryEventStore()) {
            for (int life = 0; life < 5; life++) {
                MortalStore mortal = new MortalStore(store);
                Publisher publisher = Publisher.start(mortal, SETTINGS, broker, options);
                write(store, random, 30);
                if (random.nextBoolean()) {
                    awaitTaken(broker, random.nextInt(30));
                }
                if (random.nextInt(4) != 0) {
                    mortal.die();
                }
                publisher.close();
            }
            broker.troubled(0);
            try (Publisher last = Publisher.start(store, SETTINGS, broker, options)) {
                PublisherTest.await(() -> last.status().lag() == 0);
            }
            List<RecordedEvent> written =
                    store.read(ReadLog.all().matching(EventFilter.ALL.withoutSystem())).toList();
            return DeliveryCheck.wrong(written, broker.taken(), exactlyOnce);
        }
    }

    private static void write(EventStore store, SplittableRandom random, int appends) {
        for (int i = 0; i < appends; i++) {
            assertThat(
                            store.append(
                                    Append.to(
                                            "order-" + random.nextInt(4),
                                            Expectation.ANY,
                                            NewEvent.json("Ordered", "{}"),
                                            NewEvent.json("Paid", "{}"))))
                    .isNotNull();
        }
    }

    /// More than there was, but no longer than it takes where the broker is in trouble.
    private static void awaitTaken(FakeBroker broker, int more) throws InterruptedException {
        int wanted = broker.taken().size() + more;
        long end = System.nanoTime() + Duration.ofMillis(50).toNanos();
        while (broker.taken().size() < wanted && System.nanoTime() < end) {
            Thread.sleep(1);
        }
    }
}
