package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.Position;
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

    /// Positions of the events until the subscription has caught up to `end`.
    private static List<Long> until(Subscription subscription, long end)
            throws InterruptedException {
        List<Long> positions = new ArrayList<>();
        while (true) {
            switch (next(subscription)) {
                case Message.Event event -> positions.add(event.event().position().value());
                case Message.Progress progress -> {}
                case Message.CaughtUp caughtUp -> {
                    if (caughtUp.at().next() >= end) {
                        return positions;
                    }
                }
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

            assertThat(next(subscription))
                    .isInstanceOfSatisfying(
                            Message.Event.class,
                            live -> assertThat(live.event().type()).isEqualTo("C"));
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

            assertThat(next(subscription)).isInstanceOf(Message.Event.class);
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

            Checkpoint reached =
                    switch (next(subscription)) {
                        case Message.Progress progress -> progress.at();
                        case Message.CaughtUp caughtUp -> caughtUp.at();
                        case Message.Event event -> Checkpoint.START;
                    };
            assertThat(reached).isEqualTo(new Checkpoint(3));
            appended("b-1", event("D"));
            assertThat(next(subscription)).isInstanceOf(Message.Event.class);
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
    void closingEndsAWait() throws Exception {
        Subscription subscription = store.subscribe(Checkpoint.START, EventFilter.ALL);
        next(subscription);
        subscription.close();
        assertThat(subscription.poll(LONG)).isEmpty();
    }
}
