package io.stele.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.Bytes;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.RejectedException;
import io.stele.model.RejectedException.Reason;
import io.stele.model.Revision;
import io.stele.model.Snapshot;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import io.stele.model.Tag;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecuredEventStoreTest {

    private static final List<String> STREAMS =
            List.of("account-1", "account-10", "$user-root", "order-1", "account-1");

    private final InMemoryEventStore store = new InMemoryEventStore();

    @BeforeEach
    void fill() {
        STREAMS.forEach(stream -> append(store, stream));
    }

    private static void append(EventStore to, String stream) {
        var unused = to.append(appendTo(stream));
    }

    private static Append appendTo(String stream) {
        NewEvent event = NewEvent.json("A", "{}").withTags(Tag.of("k:v"));
        return Append.to(stream, Expectation.ANY, event);
    }

    private EventStore as(String... grants) {
        return SecuredEventStore.of(store, principal(grants));
    }

    private static Principal principal(String... grants) {
        return new Principal("eve", Principal.Kind.USER, Principal.Standing.fixed(of(grants)));
    }

    private static Access of(String... grants) {
        return Access.of(Arrays.stream(grants).map(Grant::of).toList());
    }

    private static void forbidden(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.FORBIDDEN));
    }

    private static List<String> streams(EventStore as, ReadLog read) {
        return as.read(read).toList().stream().map(event -> event.stream().value()).toList();
    }

    @Test
    void aReadOfTheLogLeavesOutWhatMayNotBeReadInBothDirections() {
        assertThat(streams(as("admin"), ReadLog.all())).isEqualTo(STREAMS);
        assertThat(streams(as("reader"), ReadLog.all()))
                .containsExactly("account-1", "account-10", "order-1", "account-1");
        assertThat(streams(as("read:account-1"), ReadLog.all().backward()))
                .containsExactly("account-1", "account-1");
        assertThat(streams(as("read:account-*"), ReadLog.all().backward()))
                .containsExactly("account-1", "account-10", "account-1");
        assertThat(streams(as("read:account-*"), ReadLog.all().limit(2).backward()))
                .containsExactly("account-1", "account-10");
        EventFilter system = EventFilter.ALL.withStreamPrefix("$");
        assertThat(streams(as("reader"), ReadLog.all().matching(system))).isEmpty();
        forbidden(() -> as("append:*").read(ReadLog.all()));
    }

    @Test
    void aReadOfTheLogDoesNotLookAtMoreThanItHasTo() {
        EventFilter one = of("read:account-1", "append:order-*").narrowed(EventFilter.ALL);
        assertThat(one.streamPrefix()).contains("account-1");
        EventFilter two = of("read:account-*", "read:act-1").narrowed(EventFilter.ALL);
        assertThat(two.streamPrefix()).contains("ac");
        EventFilter paired =
                of("read:a\ud83d\ude00*", "read:a\ud83d\ude01*").narrowed(EventFilter.ALL);
        assertThat(paired.streamPrefix()).contains("a");
        EventFilter other = EventFilter.ALL.withStreamPrefix("order-");
        assertThat(of("read:account-*").narrowed(other)).isEqualTo(other);
        EventFilter finer = EventFilter.ALL.withStreamPrefix("account-42");
        assertThat(of("read:account-*").narrowed(finer)).isEqualTo(finer);
        assertThat(of("read:account-*", "read:order-*").narrowed(EventFilter.ALL))
                .isEqualTo(EventFilter.ALL);

        EventFilter tagged = EventFilter.matching(Query.anyOf(QueryItem.tags(Tag.of("k:v"))));
        assertThat(streams(as("read:account-10"), ReadLog.all().matching(tagged)))
                .containsExactly("account-10");
    }

    @Test
    void aStreamIsNotReadThroughItsNeighbour() {
        EventStore eve = as("read:account-1", "append:order-*");

        assertThat(eve.read(ReadStream.of("account-1")).toList()).hasSize(2);
        forbidden(() -> eve.read(ReadStream.of("account-10")));
        forbidden(() -> eve.head(StreamName.of("account-10")));
        forbidden(() -> eve.read(ReadStream.of("account-none")));
        forbidden(() -> eve.read(ReadStream.of("order-1").backward()));
        forbidden(() -> eve.snapshots().load(StreamName.of("account-10"), "f"));
    }

    @Test
    void anAppendNeedsTheRightToEachStreamAndIsByThePrincipal() {
        EventStore eve = as("append:account-1", "read:*");

        append(eve, "account-1");
        RecordedEvent last = store.read(ReadLog.all().backward().limit(1)).next();
        assertThat(last.actor()).isEqualTo("eve");
        forbidden(() -> append(eve, "account-10"));
        forbidden(() -> append(as("writer"), "$user-eve"));
        forbidden(() -> append(as("command:*", "reader"), "account-1"));
        forbidden(() -> eve.append(Append.of(part("account-1"), part("order-1"))));
        assertThat(store.head()).isEqualTo(new Checkpoint(STREAMS.size() + 1));
    }

    private static StreamAppend part(String stream) {
        return new StreamAppend(
                StreamName.of(stream), Expectation.ANY, List.of(NewEvent.json("A", "{}")));
    }

    @Test
    void aConflictShowsNothingThatMayNotBeRead() {
        EventStore eve = as("append:account-*");
        Conflict conflict =
                (Conflict)
                        eve.append(
                                Append.to(
                                        "account-10", Expectation.NONE, NewEvent.json("A", "{}")));
        assertThat(conflict.unseen()).isEmpty();

        AppendCondition tagged =
                AppendCondition.noneMatch(Query.anyOf(QueryItem.tags(Tag.of("k:v"))));
        Conflict byCondition = (Conflict) as("writer").append(appendTo("order-2").when(tagged));
        assertThat(byCondition.unseen())
                .extracting(event -> event.stream().value())
                .containsExactly("account-1", "account-10", "order-1", "account-1");
    }

    @Test
    void aConditionTakesTheRightToReadAll() {
        AppendCondition tagged =
                AppendCondition.noneMatch(Query.anyOf(QueryItem.tags(Tag.of("other:v"))));
        forbidden(() -> as("append:*", "read:account-*").append(appendTo("order-2").when(tagged)));
        AppendCondition system =
                AppendCondition.noneMatch(Query.anyOf(QueryItem.types("$UserAdded")));
        forbidden(() -> as("writer").append(appendTo("order-2").when(system)));
    }

    @Test
    void anAppendIsFoundOnlyWhenAllOfItMayBeRead() {
        UUID id = UUID.randomUUID();
        var unused = store.append(Append.of(part("account-1"), part("order-1")).withId(id));

        assertThat(as("reader").findAppend(id)).isPresent();
        assertThat(as("read:account-1").findAppend(id)).isEmpty();
    }

    @Test
    void aSnapshotIsKeptByWhoMayReadAndAppend() {
        Snapshot snapshot =
                new Snapshot(
                        StreamName.of("account-1"),
                        "f",
                        Revision.FIRST,
                        Position.of(0),
                        0,
                        Bytes.utf8("x"));
        forbidden(() -> as("append:*").snapshots().save(snapshot));
        forbidden(() -> as("reader").snapshots().save(snapshot));
        as("writer").snapshots().save(snapshot);
        assertThat(as("reader").snapshots().load(StreamName.of("account-1"), "f")).isPresent();
    }

    @Test
    void aSubscriptionMovesItsCheckpointOverWhatItLeavesOut() throws Exception {
        append(store, "order-1");
        try (Subscription eve =
                as("read:account-10").subscribe(Checkpoint.START, EventFilter.ALL)) {
            Checkpoint at = Checkpoint.START;
            int events = 0;
            while (at.next() < STREAMS.size() + 1) {
                Message message = eve.poll(Duration.ofSeconds(5)).orElseThrow();
                switch (message) {
                    case Message.Event(RecordedEvent event) -> {
                        assertThat(event.stream().value()).isEqualTo("account-10");
                        at = Checkpoint.after(event.position());
                        events++;
                    }
                    case Message.CaughtUp(Checkpoint next) -> at = next;
                    case Message.Progress(Checkpoint next) -> at = next;
                }
            }
            assertThat(events).isEqualTo(1);
        }
    }

    @Test
    void whatIsOpenFollowsTheRightsThatChange() throws Exception {
        AtomicReference<Optional<Access>> access =
                new AtomicReference<>(Optional.of(of("read:account-1")));
        Principal eve = new Principal("eve", Principal.Kind.KEY, access::get);
        try (Subscription open =
                SecuredEventStore.of(store, eve).subscribe(Checkpoint.START, EventFilter.ALL)) {
            assertThat(open.poll(Duration.ofSeconds(5)).orElseThrow())
                    .isInstanceOf(Message.Event.class);
            while (open.poll(Duration.ZERO).isPresent()) {}
            access.set(Optional.empty());
            assertThatThrownBy(() -> open.poll(Duration.ZERO))
                    .isInstanceOfSatisfying(
                            RejectedException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.UNAUTHENTICATED));
        }
    }

    @Test
    void grantsAreTexts() {
        for (String text :
                List.of("reader", "admin", "read:account-*", "command:a", "append:a", "admin:*")) {
            assertThat(Grant.of(text)).hasToString(text);
        }
        for (String text :
                List.of("", "root", "read", "read:", "read:$user-*", "operate:*", "read:a*b")) {
            assertThatThrownBy(() -> Grant.of(text)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(of("admin:*").isAdmin()).isFalse();
        assertThat(of("admin:*").may(Right.READ, StreamName.of("$user-root"))).isFalse();
    }
}
