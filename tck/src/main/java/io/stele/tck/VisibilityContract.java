package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Append;
import io.stele.model.AppendResult.Appended;
import io.stele.model.EventFilter;
import io.stele.model.Expectation;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What readers see while writers write: each append whole or not at all, without gaps, in one
/// order.
abstract class VisibilityContract extends Contract {

    private static final int WRITERS = 3;
    private static final int APPENDS = 80;
    private static final int EVENTS_EACH = 4;
    private static final ReadLog TAGGED =
            ReadLog.all()
                    .matching(EventFilter.matching(Query.anyOf(QueryItem.tags(Tag.of("half:1")))));

    /// Two events to each of two streams, one of them with a tag.
    private static Append append() {
        return Append.of(
                Append.to("a-1", Expectation.ANY, tagged("A", "half:1"), event("B"))
                        .streams()
                        .getFirst(),
                Append.to("b-1", Expectation.ANY, tagged("C", "half:1"), event("D"))
                        .streams()
                        .getFirst());
    }

    /// Runs `look` again and again on a thread of its own while others write.
    private void whileOthersWrite(Runnable look) throws Exception {
        AtomicInteger writing = new AtomicInteger(WRITERS);
        Callable<Integer> writer =
                () -> {
                    try {
                        for (int i = 0; i < APPENDS; i++) {
                            assertThat(store.append(append())).isInstanceOf(Appended.class);
                        }
                    } finally {
                        writing.decrementAndGet();
                    }
                    return APPENDS;
                };
        List<Future<Integer>> writers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, WRITERS).forEach(i -> writers.add(threads.submit(writer)));
            while (writing.get() > 0) {
                look.run();
            }
            for (Future<Integer> done : writers) {
                assertThat(done.get()).isEqualTo(APPENDS);
            }
        }
        look.run();
        assertThat(log()).hasSize(WRITERS * APPENDS * EVENTS_EACH);
    }

    @Test
    void theLogHasWholeAppendsAndNoGaps() throws Exception {
        whileOthersWrite(() -> {
            long before = store.head().next();
            List<RecordedEvent> log = log();
            assertThat(log.size()).isGreaterThanOrEqualTo((int) before);
            assertWholeAppends(log);
            List<RecordedEvent> backward = store.read(ReadLog.all().backward()).toList();
            assertThat(backward.size()).isGreaterThanOrEqualTo(log.size());
            assertWholeAppends(backward.reversed());
        });
    }

    private static void assertWholeAppends(List<RecordedEvent> log) {
        assertThat(positions(log)).isEqualTo(LongStream.range(0, log.size()).boxed().toList());
        assertThat(log.size() % EVENTS_EACH).as("events of a torn append").isZero();
        for (int i = 0; i < log.size(); i += EVENTS_EACH) {
            assertThat(types(log.subList(i, i + EVENTS_EACH))).containsExactly("A", "B", "C", "D");
        }
    }

    @Test
    void streamsHaveWholeAppendsToo() throws Exception {
        whileOthersWrite(() -> {
            int first = eventsOf("a-1").size();
            List<RecordedEvent> second = eventsOf("b-1");
            assertThat(first % 2).isZero();
            assertThat(second.size() % 2).isZero();
            assertThat(second.size()).as("what was written with it").isGreaterThanOrEqualTo(first);
            assertThat(revisions(second))
                    .isEqualTo(LongStream.range(0, second.size()).boxed().toList());
        });
    }

    @Test
    void queriesSeeWholeAppends() throws Exception {
        whileOthersWrite(() -> {
            long before = store.head().next();
            List<RecordedEvent> matching = store.read(TAGGED).toList();
            assertThat(matching.size() % 2).isZero();
            assertThat(matching.size()).isGreaterThanOrEqualTo((int) (before / 2));
        });
    }

    @Test
    void headsStandAtTheEndOfAnAppend() throws Exception {
        whileOthersWrite(() -> {
            StreamHead head = store.head(StreamName.of("b-1")).orElse(null);
            long end = store.head().next();
            assertThat(end % EVENTS_EACH).isZero();
            if (head != null) {
                assertThat(head.revision().value() % 2).isEqualTo(1);
                assertThat(head.position().value()).isLessThan(end);
                assertThat(eventsOf("b-1").size()).isGreaterThan((int) head.revision().value());
            }
        });
    }
}
