package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.model.Append;
import io.stele.model.AppendResult.Appended;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.RejectedException;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import java.util.List;
import java.util.UUID;
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
}
