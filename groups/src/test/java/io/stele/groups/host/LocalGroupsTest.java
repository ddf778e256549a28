package io.stele.groups.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.groups.ConsumerGroups;
import io.stele.groups.Delivery;
import io.stele.groups.GroupMovedException;
import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.groups.GroupReader;
import io.stele.groups.GroupStatus;
import io.stele.groups.HeldStream;
import io.stele.groups.MemberListener;
import io.stele.groups.Membership;
import io.stele.groups.Outcome;
import io.stele.groups.UnknownGroupException;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Checkpoint;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalGroupsTest {

    private static final GroupName NAME = GroupName.of("notifications");
    private static final GroupOptions QUICK =
            GroupOptions.DEFAULT
                    .withAttemptsMax(3)
                    .withRetryAfter(Duration.ofMillis(1), Duration.ofMillis(5));

    private final InMemoryEventStore store = new InMemoryEventStore();
    private ConsumerGroups groups = open();

    private ConsumerGroups open() {
        return new LocalGroups(store, Clock.systemUTC()).by("alice");
    }

    @AfterEach
    void close() {
        groups.close();
        store.close();
    }

    private void append(String stream, int events) {
        for (int i = 0; i < events; i++) {
            store.append(Append.to(stream, Expectation.ANY, NewEvent.json("Happened", "{}")));
        }
    }

    private void create(GroupOptions options) {
        assertThat(groups.create(NAME, options, Checkpoint.START)).isTrue();
    }

    /// A member that finishes each event at once, on threads of its own.
    private final class Worker implements MemberListener, AutoCloseable {

        final List<RecordedEvent> seen = Collections.synchronizedList(new ArrayList<>());
        final List<RuntimeException> ends = Collections.synchronizedList(new ArrayList<>());
        private final Function<Delivery, Outcome> work;
        private final Membership membership;

        Worker(String name, Function<Delivery, Outcome> work) {
            this.work = work;
            this.membership = groups.join(NAME, name, this);
            membership.credit(16);
        }

        @Override
        public void deliver(Delivery delivery) {
            Thread.ofVirtual()
                    .start(() -> {
                        Outcome outcome = work.apply(delivery);
                        if (outcome instanceof Outcome.Ack) {
                            seen.add(delivery.event());
                        }
                        var unused = membership.finish(delivery.id(), outcome);
                    });
        }

        @Override
        public void ended(RuntimeException why) {
            ends.add(why);
        }

        @Override
        public void close() {
            membership.close();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Instant latest = Instant.now().plusSeconds(20);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("it comes within 20 s").isBefore(latest);
            Thread.sleep(2);
        }
    }

    private boolean isDone() {
        GroupStatus status = groups.status(NAME);
        return status.waitingSince().isEmpty()
                && status.checkpoint().next() >= 40
                && status.held().isEmpty();
    }

    @Test
    void membersShareTheEventsAndEachStreamComesInOrder() throws Exception {
        create(QUICK);
        for (int i = 0; i < 10; i++) {
            append("a-" + i, 5);
        }
        try (Worker first = new Worker("first", delivery -> Outcome.ACK);
                Worker second = new Worker("second", delivery -> Outcome.ACK)) {
            await(() -> first.seen.size() + second.seen.size() == 50);
            List<RecordedEvent> all = new ArrayList<>(first.seen);
            all.addAll(second.seen);
            assertThat(all).extracting(RecordedEvent::position).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatWasDoneDoesNotComeAgainAfterAnOrderlyEnd() throws Exception {
        create(QUICK);
        append("a-1", 40);
        try (Worker worker = new Worker("w", delivery -> Outcome.ACK)) {
            await(() -> worker.seen.size() == 40);
        }
        groups.close();
        groups = open();
        append("a-1", 1);
        try (Worker worker = new Worker("w", delivery -> Outcome.ACK)) {
            await(() -> !worker.seen.isEmpty());
            assertThat(worker.seen.getFirst().revision().value()).isEqualTo(40);
        }
    }

    @Test
    void aPoisonedStreamIsParkedWhileTheOthersGoOn() throws Exception {
        create(QUICK);
        append("poison-1", 3);
        append("a-1", 40);
        Map<StreamName, AtomicInteger> tries = new ConcurrentHashMap<>();
        boolean[] cured = {false};
        Function<Delivery, Outcome> work =
                delivery -> {
                    StreamName stream = delivery.event().stream();
                    tries.computeIfAbsent(stream, it -> new AtomicInteger()).incrementAndGet();
                    return stream.value().startsWith("poison") && !cured[0]
                            ? Outcome.retry("it hurts")
                            : Outcome.ACK;
                };
        StreamName poison = StreamName.of("poison-1");
        try (Worker worker = new Worker("w", work)) {
            await(() -> worker.seen.size() == 40 && !groups.status(NAME).parked().isEmpty());
            HeldStream parked = groups.status(NAME).parked().getFirst();
            assertThat(parked.stream()).isEqualTo(poison);
            assertThat(parked.reason()).isEqualTo("it hurts");
            assertThat(parked.attempts()).isEqualTo(3);
            assertThat(tries.get(poison)).hasValue(3);

            append("poison-1", 1); // waits behind the others
            assertThatThrownBy(() -> groups.skip(NAME, StreamName.of("a-1")))
                    .isInstanceOf(NoSuchElementException.class);
            cured[0] = true;
            groups.skip(NAME, poison);
            await(() -> worker.seen.size() == 43 && isDone());
            assertThat(worker.seen.subList(40, 43))
                    .extracting(event -> event.revision().value())
                    .containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void aParkedStreamIsStillParkedAfterARestart() throws Exception {
        create(QUICK);
        append("a-1", 2);
        try (Worker worker = new Worker("w", delivery -> Outcome.park("look at it"))) {
            await(() -> !groups.status(NAME).parked().isEmpty());
            assertThat(worker.seen).isEmpty();
        }
        groups.close();
        groups = open();
        assertThat(groups.status(NAME).parked()).hasSize(1);
        groups.replay(NAME, StreamName.of("a-1"));
        try (Worker worker = new Worker("w", delivery -> Outcome.ACK)) {
            await(() -> worker.seen.size() == 2);
        }
    }

    @Test
    void whatAMemberHasGoesToOthersWhenItLeaves() throws Exception {
        create(QUICK);
        append("a-1", 1);
        List<Delivery> lost = Collections.synchronizedList(new ArrayList<>());
        Membership silent =
                groups.join(
                        NAME,
                        "silent",
                        new MemberListener() {
                            @Override
                            public void deliver(Delivery delivery) {
                                lost.add(delivery);
                            }

                            @Override
                            public void ended(RuntimeException why) {}
                        });
        silent.credit(1);
        await(() -> lost.size() == 1);
        silent.close();
        try (Worker worker = new Worker("w", delivery -> Outcome.ACK)) {
            await(() -> worker.seen.size() == 1);
        }
        assertThat(silent.finish(lost.getFirst().id(), Outcome.ACK).join()).isFalse();
    }

    /// Two processes with the same group: the second to write down how far it is finds out.
    @Test
    void aGroupThatRunsElsewhereTooEndsHere() throws Exception {
        create(QUICK);
        try (ConsumerGroups elsewhere = open();
                Worker here = new Worker("w", delivery -> Outcome.ACK)) {
            append("a-1", 1);
            await(() -> here.seen.size() == 1);
            elsewhere.delete(NAME);
            append("a-1", 1);
            await(() -> !here.ends.isEmpty());
            assertThat(here.ends.getFirst()).isInstanceOf(GroupMovedException.class);
        }
        assertThatThrownBy(() -> groups.status(NAME)).isInstanceOf(UnknownGroupException.class);
    }

    @Test
    void groupsAreListedUntilTheyAreDeleted() {
        create(QUICK);
        groups.create(GroupName.of("b"), GroupOptions.DEFAULT, Checkpoint.START);
        assertThat(groups.create(NAME, QUICK, Checkpoint.START)).isFalse();
        assertThat(groups.list())
                .extracting(GroupName::value)
                .containsExactly("b", "notifications");
        groups.delete(GroupName.of("b"));
        assertThat(groups.list()).containsExactly(NAME);
        assertThat(groups.create(GroupName.of("b"), QUICK, Checkpoint.START)).isTrue();
    }

    @Test
    void aResetGroupBeginsWhereItIsTold() throws Exception {
        create(QUICK);
        append("a-1", 40);
        try (Worker worker = new Worker("w", delivery -> Outcome.ACK)) {
            await(() -> worker.seen.size() == 40);
            groups.reset(NAME, new Checkpoint(39));
            await(() -> !worker.ends.isEmpty());
        }
        try (Worker worker = new Worker("w", delivery -> Outcome.ACK)) {
            await(() -> !worker.seen.isEmpty());
            // position 0 is the group's own first event
            assertThat(worker.seen.getFirst().revision().value()).isEqualTo(38);
        }
    }

    @Test
    void anIdleGroupWritesNothing() throws Exception {
        create(QUICK);
        append("a-1", 1);
        try (Worker worker = new Worker("w", delivery -> Outcome.ACK)) {
            await(() -> worker.seen.size() == 1);
            await(() -> store.head().next() == 3); // created, the event, advanced
            Thread.sleep(700);
            assertThat(store.head().next()).isEqualTo(3);
        }
    }

    /// More streams fail at once than fit into an append.
    @Test
    void manyStreamsThatFailTogetherAreAllKept() throws Exception {
        create(GroupOptions.DEFAULT);
        int streams = 1_500;
        for (int i = 0; i < streams; i++) {
            append("a-" + i, 1);
        }
        try (Worker worker = new Worker("w", delivery -> Outcome.park("all of them"))) {
            await(() -> groups.status(NAME).parked().size() == streams);
            assertThat(worker.ends).isEmpty();
        }
        groups.close();
        groups = open();
        assertThat(groups.status(NAME).parked()).hasSize(streams);
    }

    @Test
    void allWhoAskForTheGroupsOfAStoreGetTheSameOnes() throws Exception {
        ConsumerGroups other = ConsumerGroups.of(store);
        try (ConsumerGroups one = ConsumerGroups.of(store)) {
            one.create(NAME, QUICK, Checkpoint.START);
            append("a-1", 1);
            try (GroupReader reader = GroupReader.join(one, NAME, "r", 1)) {
                assertThat(reader.poll(Duration.ofSeconds(20))).isPresent();
                assertThat(other.status(NAME).inFlight()).isEqualTo(1);
                other.close();
                assertThat(reader.poll(Duration.ofMillis(10))).as("goes on").isEmpty();
            }
        }
    }
}
