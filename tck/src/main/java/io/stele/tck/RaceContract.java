package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.Expectation;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    private static long winners(List<AppendResult> results) {
        return results.stream().filter(Appended.class::isInstance).count();
    }

    @Test
    void exactlyOneWriterWinsARevision() throws Exception {
        for (int round = 0; round < 20; round++) {
            Expectation expected = round == 0 ? Expectation.NONE : Expectation.revision(round - 1L);

            assertThat(
                            winners(
                                    race(i ->
                                            () ->
                                                    store.append(
                                                            Append.to(
                                                                    "a-1", expected, event("A"))))))
                    .isEqualTo(1);
        }
        assertThat(eventsOf("a-1")).hasSize(20);
    }

    @Test
    void exactlyOneWriterWinsACondition() throws Exception {
        for (int round = 0; round < 20; round++) {
            String tag = "name:" + round;
            AppendCondition free =
                    AppendCondition.noneMatch(Query.anyOf(QueryItem.tags(Tag.of(tag))));

            assertThat(
                            winners(
                                    race(i ->
                                            () ->
                                                    store.append(
                                                            Append.to(
                                                                            "user-" + i,
                                                                            Expectation.ANY,
                                                                            tagged("A", tag))
                                                                    .when(free)))))
                    .isEqualTo(1);
        }
        assertThat(log()).hasSize(20);
    }

    @Test
    void theSameAppendSentManyTimesIsWrittenOnce() throws Exception {
        Append append = Append.to("a-1", Expectation.ANY, event("A"));

        List<AppendResult> results = race(i -> () -> store.append(append));

        assertThat(winners(results)).isEqualTo(WRITERS);
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
