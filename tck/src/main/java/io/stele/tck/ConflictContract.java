package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Append;
import io.stele.model.AppendResult.Cause.StreamMoved;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Revision;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What happens when a stream is not as expected.
abstract class ConflictContract extends Contract {

    private static final StreamName STREAM = StreamName.of("a-1");

    @Test
    void expectingNoneOfAStreamThatExists() {
        appended("a-1", event("A"), event("B"));

        Conflict conflict = conflict(Append.to("a-1", Expectation.NONE, event("C")));

        assertThat(conflict.cause())
                .isEqualTo(new StreamMoved(STREAM, Expectation.NONE, Optional.of(Revision.of(1))));
        assertThat(types(conflict.unseen())).containsExactly("A", "B");
    }

    @Test
    void expectingAStreamThatDoesNotExist() {
        appended("a-2", event("A"));

        Conflict conflict = conflict(Append.to("a-1", Expectation.EXISTS, event("B")));

        assertThat(conflict.cause())
                .isEqualTo(new StreamMoved(STREAM, Expectation.EXISTS, Optional.empty()));
        assertThat(conflict.unseen()).isEmpty();
    }

    @Test
    void expectingAnOlderRevisionBringsWhatWasNotSeen() {
        appended("a-1", event("A"), event("B"), event("C"));

        Conflict conflict = conflict(Append.to("a-1", Expectation.revision(0), event("D")));

        assertThat(conflict.cause())
                .isEqualTo(
                        new StreamMoved(
                                STREAM, Expectation.revision(0), Optional.of(Revision.of(2))));
        assertThat(conflict.unseen()).isEqualTo(eventsOf("a-1").subList(1, 3));
    }

    @Test
    void expectingTheLastRevisionOfAll() {
        appended("a-1", event("A"));

        Conflict conflict =
                conflict(Append.to("a-1", Expectation.revision(Long.MAX_VALUE), event("B")));

        assertThat(conflict.unseen()).isEmpty();
    }

    @Test
    void expectingMoreThanThereIs() {
        appended("a-1", event("A"));

        Conflict conflict = conflict(Append.to("a-1", Expectation.revision(7), event("B")));

        assertThat(conflict.cause())
                .isEqualTo(
                        new StreamMoved(
                                STREAM, Expectation.revision(7), Optional.of(Revision.of(0))));
        assertThat(conflict.unseen()).isEmpty();
    }

    @Test
    void aConflictBringsAHundredUnseenEventsAtMost() {
        appended(
                "a-1",
                IntStream.range(0, 150).mapToObj(i -> event("E" + i)).toArray(NewEvent[]::new));

        Conflict conflict = conflict(Append.to("a-1", Expectation.revision(9), event("X")));

        assertThat(conflict.unseen()).isEqualTo(eventsOf("a-1").subList(10, 110));
    }

    @Test
    void aConflictWritesNothing() {
        appended("a-1", event("A"));

        conflict(Append.to("a-1", Expectation.NONE, event("B")));
        conflict(Append.to("a-1", Expectation.revision(3), event("B")));
        conflict(Append.to("a-3", Expectation.EXISTS, event("B")));

        assertThat(types(log())).containsExactly("A");
        assertThat(store.head(StreamName.of("a-3"))).isEmpty();
        assertThat(appended("a-1", event("C")).last().value()).isEqualTo(1);
    }

    @Test
    void oneStreamThatMovedStopsTheWholeAppend() {
        appended("b-1", event("A"));

        Conflict conflict =
                conflict(
                        Append.of(
                                new StreamAppend(STREAM, Expectation.NONE, List.of(event("B"))),
                                new StreamAppend(
                                        StreamName.of("b-1"),
                                        Expectation.NONE,
                                        List.of(event("C")))));

        assertThat(conflict.cause())
                .isEqualTo(
                        new StreamMoved(
                                StreamName.of("b-1"),
                                Expectation.NONE,
                                Optional.of(Revision.of(0))));
        assertThat(types(log())).containsExactly("A");
        assertThat(eventsOf("a-1")).isEmpty();
    }

    @Test
    void theAppendIdOfAConflictIsFreeForAnotherTry() {
        appended("a-1", event("A"));
        Append refused = Append.to("a-1", Expectation.NONE, event("B"));
        conflict(refused);

        Append again =
                Append.to("a-1", Expectation.revision(0), event("C")).withId(refused.appendId());

        assertThat(appended(again).duplicate()).isFalse();
    }

    @Test
    void theFirstStreamThatMovedIsTheOneThatIsNamed() {
        appended("a-1", event("A"));
        appended("b-1", event("B"));

        for (List<String> order : List.of(List.of("a-1", "b-1"), List.of("b-1", "a-1"))) {
            StreamAppend[] parts =
                    order.stream()
                            .map(name -> Append.to(name, Expectation.NONE, event("C")))
                            .map(append -> append.streams().getFirst())
                            .toArray(StreamAppend[]::new);

            assertThat(conflict(Append.of(parts)).cause())
                    .isEqualTo(
                            new StreamMoved(
                                    StreamName.of(order.getFirst()),
                                    Expectation.NONE,
                                    Optional.of(Revision.of(0))));
        }
    }
}
