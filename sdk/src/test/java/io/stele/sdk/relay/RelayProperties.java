package io.stele.sdk.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.memory.InMemoryEventStore;
import io.stele.memory.UncertainEventStore;
import io.stele.model.Append;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two relays of one name, each with a bad network to the target and started again and again: every
/// event of the source is in the target once, and all are in order. The seed stands in the test's
/// name; `-Dstele.seed=N` runs it alone, `-Dstele.seeds=N` runs more.
class RelayProperties {

    private static final int EVENTS = 300;

    static LongStream seeds() {
        Long only = Long.getLong("stele.seed");
        return only != null
                ? LongStream.of(only)
                : LongStream.range(0, Long.getLong("stele.relaySeeds", 5));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyEventArrivesOnceAndInOrder(long seed) throws Exception {
        Random random = new Random(seed);
        try (EventStore source = new InMemoryEventStore();
                EventStore target = new InMemoryEventStore()) {
            List<Relay> relays = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                String stream = "s-" + random.nextInt(10);
                source.append(Append.to(stream, Expectation.ANY, NewEvent.json("E" + i, "{}")));
                if (random.nextInt(20) == 0) {
                    relays.add(start(source, target, random.nextLong()));
                }
                if (relays.size() > 2) {
                    relays.remove(random.nextInt(relays.size())).close();
                }
            }
            relays.add(start(source, target, random.nextLong()));
            await(() -> Relay.checkpoint("r", target).equals(source.head()));
            for (Relay relay : relays) {
                assertThat(relay.isRunning()).isTrue();
                relay.close();
            }
            assertThat(types(target)).isEqualTo(types(source));
        }
    }

    private static Relay start(EventStore source, EventStore target, long seed) {
        EventStore uncertain = new UncertainEventStore(target, new Random(seed), 0.3, () -> {});
        return Relay.start("r", source, EventFilter.ALL, uncertain, Relayed.COPY);
    }

    private static List<String> types(EventStore store) {
        return store.read(ReadLog.all()).toList().stream().map(RecordedEvent::type).toList();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(5);
        }
    }
}
