package io.stele.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.groups.host.LocalGroups;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Checkpoint;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.RecordedEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupConsumerTest {

    private static final GroupName NAME = GroupName.of("notifications");

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final ConsumerGroups groups = new LocalGroups(store, Clock.systemUTC()).by("alice");
    private final BlockingQueue<Delivery> handled = new LinkedBlockingQueue<>();

    private void create() {
        GroupOptions options =
                GroupOptions.DEFAULT.withRetryAfter(Duration.ofMillis(1), Duration.ofMillis(5));
        assertThat(groups.create(NAME, options, Checkpoint.START)).isTrue();
    }

    private void append(String stream) {
        store.append(Append.to(stream, Expectation.ANY, NewEvent.json("Happened", "{}")));
    }

    private RecordedEvent nextHandled() throws InterruptedException {
        Delivery delivery = handled.poll(20, TimeUnit.SECONDS);
        assertThat(delivery).as("an event within 20 s").isNotNull();
        return delivery.event();
    }

    private Outcome take(Delivery delivery) {
        handled.add(delivery);
        return Outcome.ACK;
    }

    @AfterEach
    void close() {
        groups.close();
        store.close();
    }

    @Test
    void aHandlerThatFailsGetsTheEventAgain() throws Exception {
        create();
        append("a-1");
        GroupHandler failsOnce =
                delivery -> {
                    if (delivery.attempt() == 1) {
                        throw new IllegalStateException("not today");
                    }
                    return take(delivery);
                };
        try (GroupConsumer consumer = GroupConsumer.start(groups, NAME, 4, failsOnce)) {
            assertThat(nextHandled().stream().value()).isEqualTo("a-1");
            assertThat(consumer.isRunning()).isTrue();
        }
    }

    @Test
    void aConsumerJoinsAgainWhenItsGroupWasReset() throws Exception {
        create();
        append("a-1");
        try (GroupConsumer consumer = GroupConsumer.start(groups, NAME, 4, this::take)) {
            nextHandled();
            groups.reset(NAME, Checkpoint.START);
            assertThat(nextHandled().revision().value()).isZero();
            assertThat(consumer.isRunning()).isTrue();
        }
    }

    @Test
    void theEndWaitsForHandlersAndWhatTheyDidIsKept() throws Exception {
        create();
        append("a-1");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        GroupHandler slow =
                delivery -> {
                    begun.countDown();
                    go.await();
                    return take(delivery);
                };
        GroupConsumer consumer = GroupConsumer.start(groups, NAME, 4, slow);
        begun.await();
        Thread closing = Thread.ofVirtual().start(consumer::close);
        assertThat(closing.join(Duration.ofMillis(100))).as("waits").isFalse();
        go.countDown();
        closing.join();
        assertThat(groups.status(NAME).waitingSince()).isEmpty();
    }

    @Test
    void aConsumerOfADeletedGroupEnds() {
        GroupConsumer consumer = GroupConsumer.start(groups, NAME, 4, this::take);
        assertThatThrownBy(consumer::awaitEnd).isInstanceOf(UnknownGroupException.class);
        assertThat(consumer.isRunning()).isFalse();
        consumer.close();
    }

    @Test
    void aReaderAsksForOneEventAfterTheOther() throws Exception {
        create();
        append("a-1");
        append("a-1");
        try (GroupReader reader = GroupReader.join(groups, NAME, "reader", 1)) {
            Delivery first = reader.poll(Duration.ofSeconds(20)).orElseThrow();
            assertThat(reader.poll(Duration.ofMillis(20))).as("one at a time").isEmpty();
            assertThat(reader.finish(first, Outcome.ACK)).isTrue();
            Delivery second = reader.poll(Duration.ofSeconds(20)).orElseThrow();
            assertThat(second.event().revision().value()).isEqualTo(1);
            assertThat(reader.finish(second, Outcome.ACK)).isTrue();
            assertThat(reader.finish(second, Outcome.ACK)).as("said before").isFalse();
            assertThatThrownBy(() -> GroupReader.join(groups, NAME, "reader", 1))
                    .isInstanceOf(MemberExistsException.class);
            groups.delete(NAME);
            assertThatThrownBy(
                            () -> {
                                Optional<Delivery> none = reader.poll(Duration.ofSeconds(20));
                                assertThat(none).isEmpty();
                            })
                    .isInstanceOf(RuntimeException.class)
                    .hasMessageContaining("join it again");
        }
    }
}
