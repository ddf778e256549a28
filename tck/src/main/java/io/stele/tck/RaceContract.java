package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.Expectation;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.RecordedEvent;
import io.stele.model.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Many writers at once.
abstract class RaceContract extends Contract {

    private static final int WRITERS = 16;

    /// Races for each kind of boundary: `-Dstele.races=10000` for a long run.
    private static final int ROUNDS = Integer.getInteger("stele.races", 100);

    private List<AppendResult> race(IntFunction<Callable<AppendResult>> writer) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<AppendResult>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(writer.apply(i));
            }
            List<AppendResult> results = new ArrayList<>();
            for (Future<AppendResult> done : executor.invokeAll(writers)) {
                results.add(done.get());
            }
            return results;
        }
    }

    /// Sixteen of the same kind at once; one of them wins, and the others are shown its event.
    private void assertOneWins(IntFunction<Append> append) throws Exception {
        List<AppendResult> results = race(i -> () -> store.append(append.apply(i)));
        List<Appended> winners =
                results.stream()
                        .filter(Appended.class::isInstance)
                        .map(Appended.class::cast)
                        .toList();
        assertThat(winners).hasSize(1);
        for (AppendResult result : results) {
            if (result instanceof Conflict conflict) {
                assertThat(conflict.unseen())
                        .first()
                        .extracting(RecordedEvent::position)
                        .isEqualTo(winners.getFirst().last());
            }
        }
    }

    @Test
    void exactlyOneWriterMakesAStream() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String stream = "a-" + round;
            assertOneWins(i -> Append.to(stream, Expectation.NONE, event("A")));
        }
        assertThat(log()).hasSize(ROUNDS);
    }

    @Test
    void exactlyOneWriterWinsARevision() throws Exception {
        appended("a-1", event("First"));
        for (int round = 0; round < ROUNDS; round++) {
            Expectation expected = Expectation.revision(round);
            assertOneWins(i -> Append.to("a-1", expected, event("A")));
        }
        assertThat(eventsOf("a-1")).hasSize(ROUNDS + 1);
    }

    @Test
    void exactlyOneWriterWinsACondition() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String tag = "name:" + round;
            AppendCondition free =
                    AppendCondition.noneMatch(Query.anyOf(QueryItem.tags(Tag.of(tag))));
            assertOneWins(
                    i -> Append.to("user-" + i, Expectation.ANY, tagged("A", tag)).when(free));
        }
        assertThat(log()).hasSize(ROUNDS);
    }

    @Test
    void exactlyOneWriterWinsWhatAllHaveRead() throws Exception {
        Query counted = Query.anyOf(new QueryItem(Set.of("Counted"), Set.of(Tag.of("counter:1"))));
        Position read = appended("counter-1", tagged("Counted", "counter:1")).last();
        for (int round = 0; round < ROUNDS; round++) {
            AppendCondition unchanged = AppendCondition.noneMatchAfter(counted, read);
            assertOneWins(i ->
                    Append.to("by-" + i, Expectation.ANY, tagged("Counted", "counter:1"))
                            .when(unchanged));
            read = Position.of(store.head().next() - 1);
        }
        assertThat(log()).hasSize(ROUNDS + 1);
    }

    @Test
    void theSameAppendSentManyTimesIsWrittenOnce() throws Exception {
        Append append = Append.to("a-1", Expectation.ANY, event("A"));

        List<AppendResult> results = race(i -> () -> store.append(append));

        assertThat(results).hasSize(WRITERS).allMatch(Appended.class::isInstance);
        assertThat(results.stream().filter(r -> !((Appended) r).duplicate())).hasSize(1);
        assertThat(log()).hasSize(1);
    }

    @Test
    void appendsInFlightTogetherGetPositionsWithoutGaps() throws Exception {
        int each = 100;
        race(i ->
                () -> {
                    AppendResult last = null;
                    for (int n = 0; n < each; n++) {
                        Expectation expected =
                                n == 0 ? Expectation.NONE : Expectation.revision(n - 1L);
                        last = store.append(Append.to("a-" + i, expected, event("A")));
                        assertThat(last).isInstanceOf(Appended.class);
                    }
                    return Objects.requireNonNull(last);
                });

        assertThat(positions(log()))
                .isEqualTo(LongStream.range(0, (long) WRITERS * each).boxed().toList());
        assertThat(log()).extracting(RecordedEvent::recordedAt).isSorted();
        for (int i = 0; i < WRITERS; i++) {
            assertThat(revisions(eventsOf("a-" + i)))
                    .isEqualTo(LongStream.range(0, each).boxed().toList());
        }
    }

    @Test
    void aWriterReadsWhatItWrote() throws Exception {
        race(i ->
                () -> {
                    Appended answer = appended("a-" + i, event("A"));
                    assertThat(store.head().next()).isGreaterThan(answer.last().value());
                    assertThat(eventsOf("a-" + i)).hasSize(1);
                    return answer;
                });
    }
}
