package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Append;
import io.stele.model.AppendResult.Appended;
import io.stele.model.Bytes;
import io.stele.model.Checkpoint;
import io.stele.model.EventData;
import io.stele.model.EventFilter;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.RecordedEvent;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Following the log while many write and read.
abstract class FollowContract extends Contract {

    private static final int WRITERS = 4;
    private static final int APPENDS = 100;
    private static final int READERS = 12;
    private static final int BATCH = 100;

    private final AtomicInteger acknowledged = new AtomicInteger();

    /// Three events, of one stream or of two.
    private static Append append(int writer, int i) {
        NewEvent first = tagged(i % 3 == 0 ? "A" : "B", "k:" + i % 2);
        Append one =
                Append.to("a-" + writer, Expectation.ANY, first, tagged("C", "k:2"), event("D"));
        return i % 5 == 0
                ? Append.of(
                        one.streams().getFirst(),
                        Append.to("b-" + writer, Expectation.ANY, event("E")).streams().getFirst())
                : one;
    }

    private static int eventsOf(int writer) {
        return IntStream.range(0, APPENDS).map(i -> append(writer, i).eventCount()).sum();
    }

    private Callable<Object> writer(int writer) {
        return () -> {
            for (int i = 0; i < APPENDS; i++) {
                assertThat(store.append(append(writer, i))).isInstanceOf(Appended.class);
                acknowledged.incrementAndGet();
            }
            return writer;
        };
    }

    /// What one reader was told.
    private record Told(Checkpoint start, EventFilter filter, List<Message> messages) {}

    /// Begins at a random moment, from a random place, and reads to the end.
    private Callable<Object> reader(int reader, long end) {
        return () -> {
            Dice dice = new Dice(reader);
            int begin = dice.below(WRITERS * APPENDS / 2);
            while (acknowledged.get() < begin) {
                Thread.sleep(1);
            }
            Checkpoint start = new Checkpoint(dice.below((int) store.head().next() + 1));
            EventFilter filter = reader % 3 == 0 ? EventFilter.ALL : dice.filter();
            try (Subscription subscription = store.subscribe(start, filter)) {
                return new Told(start, filter, Following.messages(subscription, end));
            }
        };
    }

    @Test
    void everyReaderGetsEachEventOnceAndInOrderWhileOthersWrite() throws Exception {
        long end = IntStream.range(0, WRITERS).map(FollowContract::eventsOf).sum();
        List<Told> told = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Object>> readers =
                    IntStream.range(0, READERS)
                            .mapToObj(reader -> threads.submit(reader(reader, end)))
                            .toList();
            List<Future<Object>> writers =
                    IntStream.range(0, WRITERS)
                            .mapToObj(writer -> threads.submit(writer(writer)))
                            .toList();
            for (Future<Object> writer : writers) {
                writer.get();
            }
            for (Future<Object> reader : readers) {
                told.add((Told) reader.get());
            }
        }

        List<RecordedEvent> log = log();
        assertThat(log).hasSize((int) end);
        told.forEach(one -> assertWhole(one, log));
    }

    /// Every message, in its order, says what the log says up to where it stands.
    private static void assertWhole(Told told, List<RecordedEvent> log) {
        List<RecordedEvent> wanted =
                log.stream()
                        .filter(event -> !told.start().covers(event.position()))
                        .filter(told.filter()::matches)
                        .toList();
        assertThat(Following.events(told.messages()))
                .as("from %s, %s", told.start(), told.filter())
                .isEqualTo(wanted);
        int seen = 0;
        for (Message message : told.messages()) {
            seen += message instanceof Message.Event ? 1 : 0;
            long finished = Following.finishedBy(message);
            assertThat(seen)
                    .as("events seen before %s", message)
                    .isEqualTo(
                            wanted.stream().filter(e -> e.position().value() < finished).count());
        }
        assertThat(told.messages()).extracting(Following::finishedBy).isSorted();
    }

    @Test
    void aStalledReaderMakesNobodyWaitAndMissesNothing() throws Exception {
        int events = 4_000;
        appended("a-1", event("First"));
        try (Subscription stalled = store.subscribe(Checkpoint.START, EventFilter.ALL);
                Subscription quick = store.subscribe(Checkpoint.START, EventFilter.ALL)) {
            assertThat(Following.nextEvent(stalled).type()).isEqualTo("First");
            for (int i = 0; i < events / BATCH; i++) {
                appended("a-" + i, batch());
            }
            List<Long> all = LongStream.rangeClosed(0, events).boxed().toList();
            assertThat(positions(Following.events(quick, events + 1))).isEqualTo(all);

            assertThat(positions(Following.events(stalled, events + 1)))
                    .isEqualTo(all.subList(1, all.size()));
        }
    }

    private static NewEvent[] batch() {
        return IntStream.range(0, BATCH)
                .mapToObj(i -> NewEvent.of("A", oneKibibyte()))
                .toArray(NewEvent[]::new);
    }

    private static EventData oneKibibyte() {
        return new EventData(Bytes.wrap(new byte[1 << 10]), "application/octet-stream");
    }

    @Test
    void oneReaderClosesAndTheOthersGoOn() throws Exception {
        List<Subscription> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(store.subscribe(Checkpoint.START, EventFilter.ALL));
        }
        appended("a-1", event("A"));
        readers.removeFirst().close();
        appended("a-1", event("B"));

        for (Subscription reader : readers) {
            assertThat(types(Following.events(reader, 2))).containsExactly("A", "B");
            reader.close();
        }
    }
}
