package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Following the log.
abstract class SubscribeContract extends Contract {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(20);

    private static Message next(Subscription subscription) throws InterruptedException {
        Optional<Message> message = subscription.poll(LONG);
        assertThat(message).as("a message within %s", LONG).isPresent();
        return message.orElseThrow();
    }

    /// Positions of the events until everything below `end` is finished.
    private static List<Long> until(Subscription subscription, long end)
            throws InterruptedException {
        List<Long> positions = new ArrayList<>();
        for (long finished = 0; finished < end; ) {
            Message message = next(subscription);
            if (message instanceof Message.Event event) {
                positions.add(event.event().position().value());
            }
            finished = finishedBy(message);
        }
        return positions;
    }

    private static long finishedBy(Message message) {
        return switch (message) {
            case Message.Event event -> event.event().position().value() + 1;
            case Message.Progress progress -> progress.at().next();
            case Message.CaughtUp caughtUp -> caughtUp.at().next();
        };
    }

    /// The next event, whatever else is said before it.
    private static RecordedEvent nextEvent(Subscription subscription) throws InterruptedException {
        while (true) {
            if (next(subscription) instanceof Message.Event event) {
                return event.event();
            }
        }
    }

    @Test
    void anEmptyLogIsCaughtUpAtOnce() throws Exception {
        try (Subscription subscription = store.subscribe(Checkpoint.START, EventFilter.ALL)) {
            assertThat(next(subscription)).isEqualTo(new Message.CaughtUp(Checkpoint.START));
            assertThat(subscription.poll(SHORT)).isEmpty();
        }
    }

    @Test
    void historyThenLive() throws Exception {
        appended("a-1", event("A"), event("B"));
        try (Subscription subscription = store.subscribe(Checkpoint.START, EventFilter.ALL)) {
            assertThat(until(subscription, 2)).containsExactly(0L, 1L);

            appended("a-1", event("C"));

            assertThat(nextEvent(subscription).type()).isEqualTo("C");
        }
    }

    @Test
    void fromACheckpoint() throws Exception {
        appended("a-1", event("A"), event("B"), event("C"));
        try (Subscription subscription =
                store.subscribe(Checkpoint.after(Position.of(0)), EventFilter.ALL)) {
            assertThat(until(subscription, 3)).containsExactly(1L, 2L);
        }
    }

    @Test
    void aWaitingReaderIsWokenByAnAppend() throws Exception {
        try (Subscription subscription = store.subscribe(Checkpoint.START, EventFilter.ALL)) {
            next(subscription);
            CompletableFuture<Void> writer =
                    CompletableFuture.runAsync(() -> appended("a-1", event("A")));

            assertThat(nextEvent(subscription).type()).isEqualTo("A");
            writer.join();
        }
    }

    @Test
    void aFilteredReaderLearnsThatItsCheckpointMovesOn() throws Exception {
        appended("a-1", event("A"), event("B"));
        try (Subscription subscription =
                store.subscribe(Checkpoint.START, EventFilter.category("b"))) {
            assertThat(until(subscription, 2)).isEmpty();
            appended("a-1", event("C"));

            assertThat(until(subscription, 3)).isEmpty();
            appended("b-1", event("D"));
            assertThat(nextEvent(subscription).type()).isEqualTo("D");
        }
    }

    @Test
    void aReaderIsToldEachTimeItHasCaughtUp() throws Exception {
        appended("a-1", event("A"), event("B"));
        try (Subscription subscription = store.subscribe(Checkpoint.START, EventFilter.ALL)) {
            assertThat(nextEvent(subscription).type()).isEqualTo("A");
            assertThat(nextEvent(subscription).type()).isEqualTo("B");
            assertThat(next(subscription)).isEqualTo(new Message.CaughtUp(new Checkpoint(2)));
        }
    }

    @Test
    void noGapAndNoDuplicateWhileWritersWrite() throws Exception {
        int events = 2_000;
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < events; i++) {
                        appended("a-" + i % 7, event("A"));
                    }
                });
        try (Subscription subscription = store.subscribe(Checkpoint.START, EventFilter.ALL)) {
            assertThat(until(subscription, events))
                    .isEqualTo(LongStream.range(0, events).boxed().toList());
        }
        writer.join();
    }

    @Test
    void closingFromAnotherThreadEndsAWait() throws Exception {
        Subscription subscription = store.subscribe(Checkpoint.START, EventFilter.ALL);
        next(subscription);
        CompletableFuture<Void> closer = CompletableFuture.runAsync(subscription::close);
        long before = System.nanoTime();

        assertThat(subscription.poll(LONG)).isEmpty();

        closer.join();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LONG.dividedBy(2));
    }

    @Test
    void aClosedSubscriptionHasNothingMore() throws Exception {
        Subscription subscription = store.subscribe(Checkpoint.START, EventFilter.ALL);
        next(subscription);
        subscription.close();
        assertThat(subscription.poll(LONG)).isEmpty();
    }
}
