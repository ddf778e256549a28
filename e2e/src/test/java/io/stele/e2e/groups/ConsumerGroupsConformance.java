package io.stele.e2e.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.groups.ConsumerGroups;
import io.stele.groups.Delivery;
import io.stele.groups.GroupConsumer;
import io.stele.groups.GroupMovedException;
import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.groups.GroupReader;
import io.stele.groups.GroupStatus;
import io.stele.groups.HeldStream;
import io.stele.groups.MemberExistsException;
import io.stele.groups.MemberListener;
import io.stele.groups.Membership;
import io.stele.groups.Outcome;
import io.stele.groups.UnknownGroupException;
import io.stele.model.Append;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.model.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What consumer groups are, wherever they run.
abstract class ConsumerGroupsConformance {

    private static final GroupName NAME = GroupName.of("notifications");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final GroupOptions QUICK =
            GroupOptions.DEFAULT
                    .withAttemptsMax(3)
                    .withRetryAfter(Duration.ofMillis(1), Duration.ofMillis(5));

    @SuppressWarnings("NullAway.Init") // before each test
    private EventStore store;

    @SuppressWarnings("NullAway.Init")
    private ConsumerGroups groups;

    /// A store without an event.
    abstract EventStore open() throws Exception;

    /// Whatever runs the groups ends in an orderly way, and begins anew on the same log.
    ///
    /// @return the store, to go on with
    abstract EventStore restart(EventStore store) throws Exception;

    @BeforeEach
    void begin() throws Exception {
        store = open();
        groups = ConsumerGroups.of(store);
    }

    @AfterEach
    void end() {
        groups.close();
        store.close();
    }

    private void restart() throws Exception {
        groups.close();
        store = restart(store);
        groups = ConsumerGroups.of(store);
    }

    private void append(String stream, int events) {
        for (int i = 0; i < events; i++) {
            var _ =
                    store.append(
                            Append.to(stream, Expectation.ANY, NewEvent.json("Happened", "{}")));
        }
    }

    private void create(GroupOptions options) {
        assertThat(groups.create(NAME, options, Checkpoint.START)).isTrue();
    }

    private GroupReader join(String member, int ahead) {
        return GroupReader.join(groups, NAME, member, ahead);
    }

    private static Delivery next(GroupReader reader) throws InterruptedException {
        Optional<Delivery> next = reader.poll(LONG);
        assertThat(next).as("an event within " + LONG).isPresent();
        return next.get();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Instant latest = Instant.now().plus(LONG);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("it comes within " + LONG).isBefore(latest);
            Thread.sleep(5);
        }
    }

    /// Takes what comes, and what it had before comes first.
    private static final class Collecting implements MemberListener {
        final List<Delivery> given = Collections.synchronizedList(new ArrayList<>());
        final List<RuntimeException> ends = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void deliver(Delivery delivery) {
            given.add(delivery);
        }

        @Override
        public void ended(RuntimeException why) {
            ends.add(why);
        }
    }

    @Test
    void membersShareTheEventsAndEachStreamComesInOrder() throws Exception {
        create(QUICK);
        for (int i = 0; i < 10; i++) {
            append("a-" + i, 20);
        }
        List<RecordedEvent> seen = Collections.synchronizedList(new ArrayList<>());
        try (GroupConsumer first = consumer("first", seen);
                GroupConsumer second = consumer("second", seen)) {
            await(() -> seen.size() == 200);
            assertThat(first.isRunning() && second.isRunning()).isTrue();
        }
        Map<StreamName, Long> next = new HashMap<>();
        for (RecordedEvent event : List.copyOf(seen)) {
            long expected = next.getOrDefault(event.stream(), 0L);
            assertThat(event.revision().value()).as(event.toString()).isEqualTo(expected);
            next.put(event.stream(), expected + 1);
        }
    }

    private GroupConsumer consumer(String name, List<RecordedEvent> seen) {
        return GroupConsumer.start(
                groups,
                NAME,
                name,
                8,
                delivery -> {
                    seen.add(delivery.event());
                    return Outcome.ACK;
                });
    }

    @Test
    void everythingOfAnEventIsDelivered() throws Exception {
        create(QUICK);
        append("a-1", 1);
        RecordedEvent event = store.read(ReadStream.of("a-1")).toList().getFirst();
        try (GroupReader reader = join("r", 1)) {
            Delivery delivery = next(reader);
            assertThat(delivery.event()).isEqualTo(event);
            assertThat(delivery.attempt()).isEqualTo(1);
            assertThat(delivery.member()).isEqualTo("r");
            assertThat(delivery.deduplicationKey()).isEqualTo(event.id());
        }
    }

    @Test
    void noMoreIsGivenThanIsWanted() throws Exception {
        create(QUICK);
        for (int i = 0; i < 5; i++) {
            append("a-" + i, 1);
        }
        Collecting listener = new Collecting();
        try (Membership place = groups.join(NAME, "m", listener)) {
            Thread.sleep(100);
            assertThat(listener.given).as("nothing is wanted in the beginning").isEmpty();
            place.credit(2);
            await(() -> listener.given.size() == 2);
            assertThat(place.finish(listener.given.getFirst().id(), Outcome.ACK).join()).isTrue();
            await(() -> listener.given.size() == 3);
            place.credit(0);
            assertThat(place.finish(listener.given.get(1).id(), Outcome.ACK).join()).isTrue();
            Thread.sleep(100);
            assertThat(listener.given).as("nor when it wants none").hasSize(3);
            GroupStatus status = groups.status(NAME);
            assertThat(status.inFlight()).isEqualTo(1);
            assertThat(status.members()).extracting("name", "credit").hasSize(1);
            assertThat(status.counts().delivered()).isEqualTo(3);
            assertThat(status.counts().finished()).isEqualTo(2);
        }
    }

    @Test
    void whatIsFinishedDoesNotComeAgainAfterAnOrderlyEnd() throws Exception {
        create(QUICK);
        append("a-1", 20);
        try (GroupReader reader = join("r", 4)) {
            for (int i = 0; i < 20; i++) {
                assertThat(reader.finish(next(reader), Outcome.ACK)).isTrue();
            }
        }
        restart();
        append("a-1", 1);
        try (GroupReader reader = join("r", 4)) {
            assertThat(next(reader).event().revision().value()).isEqualTo(20);
        }
    }

    @Test
    void whatAMemberHasGoesToOthersWhenItLeaves() throws Exception {
        create(QUICK);
        append("a-1", 1);
        Delivery lost;
        try (GroupReader silent = join("silent", 1)) {
            lost = next(silent);
        }
        try (GroupReader reader = join("r", 1)) {
            Delivery again = next(reader);
            assertThat(again.event()).isEqualTo(lost.event());
            assertThat(again.attempt()).isEqualTo(2);
        }
    }

    @Test
    void whatTakesTooLongComesAgainAndIsNoLongerTheMembersBusiness() throws Exception {
        create(QUICK.withAckTimeout(Duration.ofMillis(200)));
        append("a-1", 1);
        try (GroupReader slow = join("slow", 1)) {
            Delivery late = next(slow);
            await(() -> groups.status(NAME).counts().retried() > 0);
            assertThat(slow.finish(late, Outcome.ACK)).isFalse();
            assertThat(next(slow).attempt()).isGreaterThan(1);
        }
    }

    @Test
    void whatIsSaidOfAnothersDeliveryDoesNotCount() throws Exception {
        create(QUICK);
        append("a-1", 1);
        try (GroupReader has = join("has", 1);
                GroupReader hasNot = join("has-not", 1)) {
            Optional<Delivery> mine = has.poll(Duration.ofSeconds(1));
            GroupReader other = mine.isPresent() ? hasNot : has;
            Delivery delivery = mine.isPresent() ? mine.get() : next(hasNot);
            assertThat(other.finish(delivery, Outcome.ACK)).isFalse();
            assertThat(groups.status(NAME).inFlight()).isEqualTo(1);
        }
    }

    @Test
    void anEventIsTriedAgainAndItsStreamWaitsForIt() throws Exception {
        create(QUICK);
        append("a-1", 2);
        try (GroupReader reader = join("r", 4)) {
            assertThat(reader.finish(next(reader), Outcome.retry("busy"))).isTrue();
            Delivery again = next(reader);
            assertThat(again.event().revision().value()).isZero();
            assertThat(again.attempt()).isEqualTo(2);
            assertThat(reader.finish(again, Outcome.retry("busy", Duration.ofMillis(1)))).isTrue();
            assertThat(reader.finish(next(reader), Outcome.ACK)).isTrue();
            assertThat(next(reader).event().revision().value()).isEqualTo(1);
        }
    }

    @Test
    void aPoisonedStreamIsParkedWithWhyWhileTheOthersGoOn() throws Exception {
        create(QUICK);
        append("poison-1", 3);
        append("a-1", 10);
        StreamName poison = StreamName.of("poison-1");
        try (GroupReader reader = join("r", 4)) {
            int done = 0;
            while (done < 10) {
                Delivery delivery = next(reader);
                boolean bad = delivery.event().stream().equals(poison);
                assertThat(reader.finish(delivery, bad ? Outcome.retry("it hurts") : Outcome.ACK))
                        .isTrue();
                done += bad ? 0 : 1;
            }
            while (groups.status(NAME).parked().isEmpty()) {
                reader.poll(Duration.ofMillis(20))
                        .ifPresent(bad -> reader.finish(bad, Outcome.retry("it hurts")));
            }
            HeldStream parked = groups.status(NAME).parked().getFirst();
            assertThat(parked.stream()).isEqualTo(poison);
            assertThat(parked.reason()).isEqualTo("it hurts");
            assertThat(parked.attempts()).isEqualTo(3);
            assertThat(parked.next()).isEqualTo(Revision.of(0));

            assertThatThrownBy(() -> groups.skip(NAME, StreamName.of("a-1")))
                    .isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(() -> groups.skip(NAME, poison, Revision.of(1)))
                    .isInstanceOf(NoSuchElementException.class);
            groups.skip(NAME, poison, Revision.of(0));
            assertThatThrownBy(() -> groups.skip(NAME, poison, Revision.of(0)))
                    .as("nobody skips twice")
                    .isInstanceOf(NoSuchElementException.class);
            Delivery behind = next(reader);
            assertThat(behind.event().revision().value()).isEqualTo(1);
            assertThat(reader.finish(behind, Outcome.park("this one too"))).isTrue();
            await(() -> !groups.status(NAME).parked().isEmpty());
        }
        restart();
        assertThat(groups.status(NAME).parked())
                .singleElement()
                .satisfies(held -> {
                    assertThat(held.next()).isEqualTo(Revision.of(1));
                    assertThat(held.reason()).isEqualTo("this one too");
                });
        groups.replay(NAME, poison);
        try (GroupReader reader = join("r", 4)) {
            assertThat(reader.finish(next(reader), Outcome.ACK)).isTrue();
            assertThat(reader.finish(next(reader), Outcome.ACK)).isTrue();
        }
        await(() -> groups.status(NAME).held().isEmpty());
    }

    @Test
    void aGroupHasAMemberOfANameOnce() throws Exception {
        create(QUICK);
        append("a-1", 1);
        try (GroupReader reader = join("r", 1)) {
            next(reader);
            assertThatThrownBy(() -> join("r", 1)).isInstanceOf(MemberExistsException.class);
        }
        try (GroupReader reader = join("r", 1)) {
            next(reader);
        }
        assertThatThrownBy(() -> join(" ", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void groupsAreListedUntilTheyAreDeleted() {
        create(QUICK);
        GroupName other = GroupName.of("b");
        assertThat(groups.create(other, GroupOptions.DEFAULT, Checkpoint.START)).isTrue();
        assertThat(groups.create(other, QUICK, Checkpoint.START)).isFalse();
        assertThat(groups.list()).containsExactly(other, NAME);
        assertThat(groups.status(NAME).options()).isEqualTo(QUICK);
        groups.delete(other);
        assertThat(groups.list()).containsExactly(NAME);
        assertThatThrownBy(() -> groups.status(other)).isInstanceOf(UnknownGroupException.class);
        assertThatThrownBy(() -> groups.delete(other)).isInstanceOf(UnknownGroupException.class);
        assertThatThrownBy(() -> groups.reset(other, Checkpoint.START))
                .isInstanceOf(UnknownGroupException.class);
        assertThatThrownBy(() -> groups.join(other, "m", new Collecting()))
                .isInstanceOf(UnknownGroupException.class);
        assertThat(groups.create(other, QUICK, Checkpoint.START)).isTrue();
    }

    @Test
    void aGroupReadsWhatItsFilterLetsPassFromWhereItStarts() throws Exception {
        append("a-1", 3);
        append("b-1", 3);
        GroupOptions options = QUICK.withFilter(EventFilter.category("a").withoutSystem());
        assertThat(groups.create(NAME, options, new Checkpoint(1))).isTrue();
        append("b-1", 1);
        append("a-1", 1);
        try (GroupReader reader = join("r", 4)) {
            for (long revision = 1; revision <= 3; revision++) {
                Delivery delivery = next(reader);
                assertThat(delivery.event().stream().value()).isEqualTo("a-1");
                assertThat(delivery.event().revision().value()).isEqualTo(revision);
                assertThat(reader.finish(delivery, Outcome.ACK)).isTrue();
            }
        }
        await(() -> groups.status(NAME).lag() == 0);
    }

    @Test
    void membersOfAResetGroupAreToldAndItBeginsAnew() throws Exception {
        create(QUICK);
        append("a-1", 3);
        Collecting listener = new Collecting();
        try (Membership place = groups.join(NAME, "m", listener)) {
            place.credit(1);
            await(() -> listener.given.size() == 1);
            assertThat(place.finish(listener.given.getFirst().id(), Outcome.ACK).join()).isTrue();
            groups.reset(NAME, Checkpoint.START);
            await(() -> !listener.ends.isEmpty());
            assertThat(listener.ends.getFirst())
                    .isInstanceOfAny(GroupMovedException.class, UnavailableException.class);
            long last = listener.given.getLast().id();
            assertThatThrownBy(() -> place.finish(last, Outcome.ACK).join())
                    .isInstanceOf(CompletionException.class);
        }
        try (GroupReader reader = join("m", 1)) {
            assertThat(next(reader).event().revision().value()).isZero();
        }
    }

    @Test
    void aConsumerOfADeletedGroupEnds() throws Exception {
        create(QUICK);
        append("a-1", 1);
        List<RecordedEvent> seen = Collections.synchronizedList(new ArrayList<>());
        try (GroupConsumer consumer = consumer("c", seen)) {
            await(() -> !seen.isEmpty());
            groups.delete(NAME);
            assertThatThrownBy(consumer::awaitEnd).isInstanceOf(UnknownGroupException.class);
        }
    }

    @Test
    void aConsumerGoesOnWhenWhatRunsTheGroupEndsAndBeginsAnew() throws Exception {
        create(QUICK);
        append("a-1", 50);
        List<RecordedEvent> seen = Collections.synchronizedList(new ArrayList<>());
        try (GroupConsumer consumer = consumer("c", seen)) {
            await(() -> seen.size() >= 50);
            groups.reset(NAME, new Checkpoint(store.head().next()));
            append("a-1", 50);
            await(() -> seen.size() >= 100);
            assertThat(consumer.isRunning()).isTrue();
        }
    }

    @Test
    void howFarBehindAGroupIsShows() throws Exception {
        create(QUICK);
        append("a-1", 5);
        GroupStatus behind = groups.status(NAME);
        assertThat(behind.lag()).isGreaterThanOrEqualTo(5);
        assertThat(behind.waitingSince()).isPresent();
        assertThat(behind.members()).isEmpty();
        try (GroupReader reader = join("r", 5)) {
            for (int i = 0; i < 5; i++) {
                assertThat(reader.finish(next(reader), Outcome.ACK)).isTrue();
            }
            await(() -> groups.status(NAME).lag() == 0);
            assertThat(groups.status(NAME).waitingSince()).isEmpty();
        }
    }
}
