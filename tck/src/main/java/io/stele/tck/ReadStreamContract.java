package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.EventCursor;
import io.stele.model.NewEvent;
import io.stele.model.ReadStream;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Reading one stream.
abstract class ReadStreamContract extends Contract {

    /// Ten events in `a-1`, at revisions 0 to 9, with others in between.
    @BeforeEach
    void fill() {
        for (int i = 0; i < 10; i += 2) {
            appended("a-1", event("E" + i), event("E" + (i + 1)));
            appended("b-1", event("Other"));
        }
    }

    private List<Long> read(ReadStream request) {
        return revisions(store.read(request).toList());
    }

    private static ReadStream stream() {
        return ReadStream.of("a-1");
    }

    @Test
    void forwardFromTheBeginning() {
        assertThat(read(stream())).isEqualTo(LongStream.range(0, 10).boxed().toList());
    }

    @Test
    void backwardFromTheEnd() {
        assertThat(read(stream().backward()))
                .isEqualTo(LongStream.range(0, 10).boxed().toList().reversed());
    }

    @Test
    void fromARevisionWhichIsIncluded() {
        assertThat(read(stream().from(7))).containsExactly(7L, 8L, 9L);
        assertThat(read(stream().from(3).backward())).containsExactly(3L, 2L, 1L, 0L);
        assertThat(read(stream().from(0).backward())).containsExactly(0L);
    }

    @Test
    void fromBeyondTheEnd() {
        assertThat(read(stream().from(10))).isEmpty();
        assertThat(read(stream().from(Long.MAX_VALUE - 1))).isEmpty();
        assertThat(read(stream().from(1_000).backward())).hasSize(10).startsWith(9L);
    }

    @Test
    void noMoreThanTheLimit() {
        assertThat(read(stream().limit(3))).containsExactly(0L, 1L, 2L);
        assertThat(read(stream().from(4).limit(1))).containsExactly(4L);
        assertThat(read(stream().backward().limit(2))).containsExactly(9L, 8L);
    }

    @Test
    void aStreamWithoutEventsReadsAsAnEmptyOne() {
        assertThat(store.read(ReadStream.of("nobody-1")).toList()).isEmpty();
        assertThat(store.read(ReadStream.of("nobody-1").backward()).toList()).isEmpty();
        assertThat(read(stream())).hasSize(10);
    }

    @Test
    void theSameAfterReopening() throws Exception {
        var before = eventsOf("a-1");
        reopen();
        assertThat(eventsOf("a-1")).isEqualTo(before);
        assertThat(read(stream().from(3).backward().limit(2))).containsExactly(3L, 2L);
    }

    @Test
    void theOrderOfALongStreamHolds() throws Exception {
        for (int i = 0; i < 20; i++) {
            appended(
                    "long-1",
                    IntStream.range(0, 100).mapToObj(n -> event("L")).toArray(NewEvent[]::new));
        }

        List<Long> all = LongStream.range(0, 2_000).boxed().toList();
        assertThat(revisions(eventsOf("long-1"))).isEqualTo(all);
        assertThat(read(ReadStream.of("long-1").backward())).isEqualTo(all.reversed());
    }

    @Test
    void aCursorMayBeClosedEarly() {
        EventCursor cursor = store.read(stream());
        assertThat(cursor.next().revision().value()).isZero();
        cursor.close();
        cursor.close();
        assertThat(read(stream())).hasSize(10);
    }
}
