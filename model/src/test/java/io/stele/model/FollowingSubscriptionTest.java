package io.stele.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Subscription.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Over a log that exists only as a length, so that long stretches cost nothing.
class FollowingSubscriptionTest {

    private static final long LONG = 1_000_000;

    private final Numbers log = new Numbers(LONG);
    private final FollowingSubscription subscription =
            new FollowingSubscription(log, Checkpoint.START, EventFilter.ALL, () -> log.nanos);

    private Message next() throws InterruptedException {
        return subscription.poll(Duration.ZERO).orElseThrow();
    }

    private List<Message> untilCaughtUp() throws InterruptedException {
        List<Message> messages = new ArrayList<>();
        do {
            messages.add(next());
        } while (!(messages.getLast() instanceof Message.CaughtUp));
        return messages;
    }

    @Test
    void aLongStretchWithoutAMatchIsReadOnceAndTellsItsProgress() throws Exception {
        List<Message> messages = untilCaughtUp();

        assertThat(messages.removeLast()).isEqualTo(new Message.CaughtUp(new Checkpoint(LONG)));
        long before = 0;
        for (Message message : messages) {
            long at = ((Message.Progress) message).at().next();
            assertThat(at - before)
                    .isBetween(1L, (long) FollowingSubscription.WINDOW_POSITIONS_MAX);
            before = at;
        }
        assertThat(before).isEqualTo(LONG);
        assertThat(log.positionsRead).isEqualTo(LONG);
    }

    @Test
    void matchesAnywhereInAWindowAreDeliveredOnce() throws Exception {
        log.matching.addAll(List.of(0L, 1_023L, 1_024L, 500_000L, LONG - 1));

        List<Message> messages = untilCaughtUp();

        assertThat(messages.stream().filter(Message.Event.class::isInstance))
                .extracting(message -> ((Message.Event) message).event().position().value())
                .containsExactly(0L, 1_023L, 1_024L, 500_000L, LONG - 1);
        assertThat(log.positionsRead).isEqualTo(LONG);
    }

    @Test
    void whereReadingIsSlowTheWindowShrinksAndWhereItIsFastItGrowsAgain() throws Exception {
        log.nanosPerPosition = TimeUnit.MILLISECONDS.toNanos(1);
        for (int i = 0; i < 10; i++) {
            next();
        }
        assertThat(log.lastWindow).isLessThanOrEqualTo(20);

        log.nanosPerPosition = 0;
        for (int i = 0; i < 15; i++) {
            next();
        }
        assertThat(log.lastWindow).isEqualTo(FollowingSubscription.WINDOW_POSITIONS_MAX);
    }

    @Test
    void closingInALongStretchEndsItAtTheEndOfTheWindow() throws Exception {
        next();
        long before = log.positionsRead;
        subscription.close();

        assertThat(subscription.poll(Duration.ofDays(1))).isEmpty();
        assertThat(log.positionsRead).isEqualTo(before);
    }

    @Test
    void allThatComesAfterwardsIsFollowedFromThere() throws Exception {
        untilCaughtUp();
        log.end = LONG + 1;
        log.matching.add(LONG);

        assertThat(next()).isInstanceOf(Message.Event.class);
        assertThat(subscription.poll(Duration.ZERO)).isEmpty();
        log.end = LONG + 3;
        assertThat(next()).isEqualTo(new Message.Progress(new Checkpoint(LONG + 3)));
        assertThat(next()).isEqualTo(new Message.CaughtUp(new Checkpoint(LONG + 3)));
    }

    /// A log of which only the matching positions hold anything.
    private static final class Numbers implements FollowingSubscription.Source {

        private final Set<Long> matching = new HashSet<>();
        private long end;
        private long nanosPerPosition;
        private long nanos;
        private long positionsRead;
        private long lastWindow;

        Numbers(long end) {
            this.end = end;
        }

        @Override
        public Checkpoint head() {
            return new Checkpoint(end);
        }

        @Override
        public EventCursor read(Checkpoint from, Checkpoint to, EventFilter filter) {
            assertThat(to.next()).isLessThanOrEqualTo(end);
            lastWindow = to.next() - from.next();
            return new Walk(from.next(), to.next());
        }

        @Override
        public boolean awaitBeyond(Checkpoint seen, Duration timeout, BooleanSupplier giveUp) {
            return end > seen.next();
        }

        @Override
        public void wake() {}

        private final class Walk implements EventCursor {

            private long next;
            private final long to;
            private @Nullable RecordedEvent ahead;

            Walk(long from, long to) {
                this.next = from;
                this.to = to;
            }

            @Override
            public boolean hasNext() {
                while (ahead == null && next < to) {
                    positionsRead++;
                    nanos += nanosPerPosition;
                    ahead = matching.contains(next) ? event(next) : null;
                    next++;
                }
                return ahead != null;
            }

            @Override
            public RecordedEvent next() {
                RecordedEvent event = Optional.ofNullable(ahead).orElseThrow();
                ahead = null;
                return event;
            }

            @Override
            public void close() {}
        }

        private static RecordedEvent event(long position) {
            return new RecordedEvent(
                    Position.of(position),
                    StreamName.of("a-1"),
                    Revision.FIRST,
                    new UUID(0, position),
                    "A",
                    Instant.EPOCH,
                    Append.ANONYMOUS,
                    EventData.json("{}"),
                    Metadata.EMPTY,
                    Set.of());
        }
    }
}
