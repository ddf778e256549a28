package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.RejectedException;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A retry gets the first answer again and writes nothing.
abstract class RetryContract extends Contract {

    private void assertSameAnswer(Appended first, Appended again) {
        assertThat(first.duplicate()).isFalse();
        assertThat(again).isEqualTo(new Appended(first.streams(), first.last(), true));
    }

    @Test
    void theSameAppendIdGetsTheFirstAnswerAgain() {
        Append append = Append.to("a-1", Expectation.NONE, event("A"), event("B"));
        Appended first = appended(append);
        appended("a-1", event("C"));

        assertSameAnswer(first, appended(append));
        assertThat(types(log())).containsExactly("A", "B", "C");
    }

    @Test
    void theSameAppendIdGetsTheFirstAnswerAgainAfterReopening() throws Exception {
        Append append =
                Append.of(
                        new StreamAppend(
                                StreamName.of("a-1"), Expectation.NONE, List.of(event("A"))),
                        new StreamAppend(
                                StreamName.of("b-1"), Expectation.ANY, List.of(event("B"))));
        Appended first = appended(append);
        appended("a-1", event("C"));

        reopen();

        assertSameAnswer(first, appended(append));
        assertThat(types(log())).containsExactly("A", "B", "C");
    }

    @Test
    void anAppendIsFoundByItsId() throws Exception {
        Append append = Append.to("a-1", Expectation.NONE, event("A"));
        assertThat(store.findAppend(append.appendId())).isEmpty();
        Appended first = appended(append);

        assertSameAnswer(first, store.findAppend(append.appendId()).orElseThrow());
        reopen();
        assertSameAnswer(first, store.findAppend(append.appendId()).orElseThrow());
        assertThat(store.findAppend(UUID.randomUUID())).isEmpty();
    }

    @Test
    void anAppendIdWithOtherContentIsRejected() {
        Append append = Append.to("a-1", Expectation.ANY, event("A"));
        appended(append);

        for (Append other :
                List.of(
                        Append.to("a-1", Expectation.ANY, event("B")),
                        Append.to("a-2", Expectation.ANY, event("A")),
                        Append.to("a-1", Expectation.ANY, event("A"), event("A")))) {
            assertThatThrownBy(() -> store.append(other.withId(append.appendId())))
                    .isInstanceOfSatisfying(
                            RejectedException.class,
                            e ->
                                    assertThat(e.reason())
                                            .isEqualTo(RejectedException.Reason.APPEND_ID_REUSED));
        }
        assertThat(log()).hasSize(1);
    }

    @Test
    void theSameEventsWithTheSameExpectationAreARetryToo() throws Exception {
        for (Expectation expected :
                List.of(
                        Expectation.NONE,
                        Expectation.ANY,
                        Expectation.EXISTS,
                        Expectation.revision(0))) {
            String stream = "a-" + expected;
            if (expected.equals(Expectation.EXISTS) || expected instanceof Expectation.Exactly) {
                appended(stream, event("Before"));
            }
            NewEvent[] events = {event("A"), event("B")};
            Appended first = appended(Append.to(stream, expected, events));
            appended(stream, event("After"));

            assertSameAnswer(first, appended(Append.to(stream, expected, events)));
            reopen();
            assertSameAnswer(first, appended(Append.to(stream, expected, events)));
        }
    }

    @Test
    void theSameEventIdInAnotherStreamIsAnotherEvent() {
        NewEvent event = event("A");
        appended("a-1", event);

        assertThat(appended("a-2", event).duplicate()).isFalse();
        assertThat(appended("a-1", event).duplicate()).isTrue();
        assertThat(appended("a-2", event).duplicate()).isTrue();
        assertThat(log()).hasSize(2);
    }

    @Test
    void aPartOfAnEarlierAppendIsRejected() {
        NewEvent known = event("A");
        appended("a-1", known);

        assertThatThrownBy(() -> store.append(Append.to("a-1", Expectation.ANY, event("B"), known)))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e ->
                                assertThat(e.reason())
                                        .isEqualTo(RejectedException.Reason.EVENT_ID_REUSED));
        assertThat(log()).hasSize(1);
    }

    @Test
    void aRetryIsKnownHoweverMuchCameAfterIt() throws Exception {
        Append append = Append.to("a-1", Expectation.NONE, event("A"));
        Appended first = appended(append);
        List<CompletableFuture<AppendResult>> others =
                IntStream.range(0, 500)
                        .mapToObj(i -> Append.to("b-" + i % 9, Expectation.ANY, event("B")))
                        .map(store::appendAsync)
                        .toList();
        for (CompletableFuture<AppendResult> other : others) {
            assertThat(other.get(1, TimeUnit.MINUTES)).isInstanceOf(Appended.class);
        }

        assertSameAnswer(first, appended(append));
        assertSameAnswer(first, store.findAppend(append.appendId()).orElseThrow());
        reopen();
        assertSameAnswer(first, appended(append));
        assertThat(log()).hasSize(501);
    }

    @Test
    void theAppendThatConflictedAndThenPassedIsKnownByItsId() {
        Append append = Append.to("a-1", Expectation.EXISTS, event("A"));
        conflict(append);
        assertThat(store.findAppend(append.appendId())).isEmpty();
        appended("a-1", event("First"));

        Appended first = appended(append);

        assertSameAnswer(first, appended(append));
        assertThat(types(log())).containsExactly("First", "A");
    }

    @Test
    void aRetryWhoseConditionNoLongerHoldsIsARetryAllTheSame() {
        Query query = Query.anyOf(QueryItem.types("B"));
        Append append =
                Append.to("a-1", Expectation.ANY, event("A"))
                        .when(AppendCondition.noneMatch(query));
        Appended first = appended(append);
        appended("b-1", event("B"));

        assertSameAnswer(first, appended(append));
        assertThat(
                        conflict(
                                        Append.to("a-1", Expectation.ANY, event("A"))
                                                .when(AppendCondition.noneMatch(query)))
                                .unseen())
                .hasSize(1);
    }

    @Test
    void anEventIdMayBeInSeveralAppendsAndEachIsKnown() throws Exception {
        NewEvent same = event("A");
        List<Expectation> expectations =
                List.of(
                        Expectation.NONE,
                        Expectation.revision(0),
                        Expectation.revision(1),
                        Expectation.ANY,
                        Expectation.EXISTS);
        List<Appended> first = new ArrayList<>();
        for (Expectation expected : expectations) {
            first.add(appended(Append.to("a-1", expected, same)));
        }

        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < expectations.size(); i++) {
                assertSameAnswer(
                        first.get(i), appended(Append.to("a-1", expectations.get(i), same)));
            }
            reopen();
        }
        assertThat(revisions(eventsOf("a-1"))).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void theSameEventsInTwoStreamsAreARetryOnlyTogether() {
        StreamAppend a =
                new StreamAppend(StreamName.of("a-1"), Expectation.NONE, List.of(event("A")));
        StreamAppend b =
                new StreamAppend(StreamName.of("b-1"), Expectation.NONE, List.of(event("B")));
        Appended first = appended(Append.of(a, b));

        assertSameAnswer(first, appended(Append.of(a, b)));
        conflict(Append.of(a));
        conflict(Append.of(b));
        conflict(Append.of(b, a));
        assertThat(types(log())).containsExactly("A", "B");
    }

    @Test
    void givingUpOnTheAnswerDoesNotTakeTheAppendBack() throws Exception {
        Append append = Append.to("a-1", Expectation.NONE, event("A"));
        store.appendAsync(append).cancel(true);

        try (Subscription live = store.subscribe(Checkpoint.START, EventFilter.ALL)) {
            assertThat(Following.nextEvent(live).type()).isEqualTo("A");
        }
        assertThat(appended(append).duplicate()).isTrue();
    }
}
