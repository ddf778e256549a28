package io.stele.tck;

import static io.stele.tck.Following.LONG;
import static io.stele.tck.Following.SHORT;
import static io.stele.tck.Following.next;
import static io.stele.tck.Following.nextEvent;
import static io.stele.tck.Following.untilCaughtUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.StoreException;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Following the log, one reader and one writer at a time.
abstract class SubscribeContract extends Contract {

    /// Positions of the events until everything below `end` is finished.
    private static List<Long> until(Subscription subscription, long end)
            throws InterruptedException {
        return positions(Following.events(subscription, end));
    }

    private Subscription follow() {
        return store.subscribe(Checkpoint.START, EventFilter.ALL);
    }

    private static NewEvent[] copies(int count) {
        return IntStream.range(0, count).mapToObj(i -> event("A")).toArray(NewEvent[]::new);
    }

    @Test
    void anEmptyLogIsCaughtUpAtOnce() throws Exception {
        try (Subscription subscription = follow()) {
            assertThat(next(subscription)).isEqualTo(new Message.CaughtUp(Checkpoint.START));
            assertThat(subscription.poll(SHORT)).isEmpty();
        }
    }

    @Test
    void historyThenLive() throws Exception {
        appended("a-1", event("A"), event("B"));
        try (Subscription subscription = follow()) {
            assertThat(until(subscription, 2)).containsExactly(0L, 1L);

            appended("a-1", event("C"));

            assertThat(nextEvent(subscription).type()).isEqualTo("C");
        }
    }

    @Test
    void fromEveryCheckpoint() throws Exception {
        appended("a-1", event("A"), event("B"));
        appended("b-1", event("C"));
        for (long start = 0; start < 3; start++) {
            try (Subscription subscription =
                    store.subscribe(new Checkpoint(start), EventFilter.ALL)) {
                assertThat(until(subscription, 3))
                        .isEqualTo(List.of(0L, 1L, 2L).subList((int) start, 3));
            }
        }
    }

    @Test
    void fromTheEndOnlyWhatComes() throws Exception {
        appended("a-1", event("A"), event("B"));
        try (Subscription subscription = store.subscribe(store.head(), EventFilter.ALL)) {
            assertThat(untilCaughtUp(subscription))
                    .containsExactly(new Message.CaughtUp(new Checkpoint(2)));
            appended("a-1", event("C"));

            assertThat(nextEvent(subscription).position()).isEqualTo(Position.of(2));
        }
    }

    @Test
    void whatTheReaderHasFinishedDoesNotComeAgainThoughTheLogIsShorter() throws Exception {
        try (Subscription subscription = store.subscribe(new Checkpoint(2), EventFilter.ALL)) {
            untilCaughtUp(subscription);
            appended("a-1", event("A"), event("B"), event("C"));

            assertThat(nextEvent(subscription).position()).isEqualTo(Position.of(2));
        }
    }

    @Test
    void aWaitingReaderIsWokenByAnAppend() throws Exception {
        try (Subscription subscription = follow()) {
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
    void marksAlongALongStretchWithoutAMatchOnlyGoForward() throws Exception {
        for (int i = 0; i < 4; i++) {
            appended("a-1", copies(1_000));
        }
        try (Subscription subscription =
                store.subscribe(Checkpoint.START, EventFilter.category("b"))) {
            List<Message> messages = untilCaughtUp(subscription);

            assertThat(messages).last().isEqualTo(new Message.CaughtUp(new Checkpoint(4_000)));
            assertThat(messages).hasSizeGreaterThan(1);
            assertThat(messages).extracting(Following::finishedBy).isSorted();
            assertThat(Following.events(messages)).isEmpty();
        }
    }

    @Test
    void aReaderIsToldThatItHasCaughtUpWhenItHasAllThatWasThere() throws Exception {
        appended("a-1", event("A"), event("B"));
        try (Subscription subscription = follow()) {
            assertThat(types(Following.events(untilCaughtUp(subscription))))
                    .containsExactly("A", "B");
            appended("a-1", event("C"), event("D"), event("E"));

            List<Message> again = untilCaughtUp(subscription);
            assertThat(types(Following.events(again))).containsExactly("C", "D", "E");
            assertThat(again).last().isEqualTo(new Message.CaughtUp(new Checkpoint(5)));
        }
    }

    @Test
    void aFilteredReaderHasCaughtUpWhenNothingMoreThatItWantsIsThere() throws Exception {
        appended("a-1", event("A"));
        appended("b-1", event("B"));
        appended("a-1", event("C"), event("D"));
        try (Subscription subscription =
                store.subscribe(Checkpoint.START, EventFilter.category("b"))) {
            List<Message> messages = untilCaughtUp(subscription);

            assertThat(types(Following.events(messages))).containsExactly("B");
            assertThat(messages).last().isEqualTo(new Message.CaughtUp(new Checkpoint(4)));
        }
    }

    @Test
    void aReaderThatHasNothingToReadWaitsNoLongerThanItSaid() throws Exception {
        appended("a-1", event("A"));
        try (Subscription subscription = follow()) {
            untilCaughtUp(subscription);
            long before = System.nanoTime();

            assertThat(subscription.poll(Duration.ZERO)).isEmpty();
            assertThat(subscription.poll(SHORT)).isEmpty();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LONG.dividedBy(2));
        }
    }

    @Test
    void closingFromAnotherThreadEndsAWait() throws Exception {
        Subscription subscription = follow();
        next(subscription);
        CompletableFuture<Void> closer = CompletableFuture.runAsync(subscription::close);
        long before = System.nanoTime();

        assertThat(subscription.poll(LONG)).isEmpty();

        closer.join();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LONG.dividedBy(2));
    }

    @Test
    void aClosedSubscriptionHasNothingMore() throws Exception {
        appended("a-1", copies(1_000));
        Subscription subscription = follow();
        assertThat(nextEvent(subscription).position()).isEqualTo(Position.of(0));
        subscription.close();
        subscription.close();
        assertThat(subscription.poll(LONG)).isEmpty();
        assertThat(subscription.poll(LONG)).isEmpty();
    }

    @Test
    void anInterruptedReaderStopsWaiting() throws Exception {
        try (Subscription subscription = follow()) {
            next(subscription);
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> subscription.poll(LONG))
                    .isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void closingTheStoreEndsAWait() throws Exception {
        Subscription subscription = follow();
        next(subscription);
        CompletableFuture<Void> closer = CompletableFuture.runAsync(store::close);

        assertThatThrownBy(() -> subscription.poll(LONG)).isInstanceOf(StoreException.class);

        closer.join();
        subscription.close();
    }
}
