package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.Expectation;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.StoreException;
import io.stele.model.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The ends: of the numbers, where one more is less; of a cursor; of the store.
abstract class EdgeContract extends Contract {

    private static final long LAST = Long.MAX_VALUE;

    @BeforeEach
    void threeEvents() {
        appended("a-1", event("A"), event("B"));
        appended("a-1", event("C"));
    }

    private List<Long> read(ReadLog request) {
        return positions(store.read(request).toList());
    }

    private List<Long> read(ReadStream request) {
        return revisions(store.read(request).toList());
    }

    @Test
    void theLogIsReadAfterAnyPosition() {
        for (long after : new long[] {2, 3, 1_000, LAST - 1, LAST}) {
            assertThat(read(ReadLog.all().after(after))).as("after %d", after).isEmpty();
        }
        for (long before : new long[] {3, 4, 1_000, LAST - 1, LAST}) {
            assertThat(read(ReadLog.all().after(before).backward()))
                    .as("backward from %d", before)
                    .containsExactly(2L, 1L, 0L);
        }
        assertThat(read(ReadLog.all().after(0))).containsExactly(1L, 2L);
        assertThat(read(ReadLog.all().after(1))).containsExactly(2L);
        assertThat(read(ReadLog.all().after(1).backward())).containsExactly(0L);
        assertThat(read(ReadLog.all().after(0).backward())).isEmpty();
    }

    @Test
    void aStreamIsReadFromAnyRevision() {
        ReadStream stream = ReadStream.of("a-1");
        for (long from : new long[] {3, 4, 1_000, LAST - 1, LAST}) {
            assertThat(read(stream.from(from))).as("from %d", from).isEmpty();
            assertThat(read(stream.from(from).backward()))
                    .as("backward from %d", from)
                    .containsExactly(2L, 1L, 0L);
        }
        assertThat(read(stream.from(0))).containsExactly(0L, 1L, 2L);
        assertThat(read(stream.from(1))).containsExactly(1L, 2L);
        assertThat(read(stream.from(2).backward())).containsExactly(2L, 1L, 0L);
        assertThat(read(stream.from(0).backward())).containsExactly(0L);
    }

    @Test
    void aLimitIsOneOrMoreAndMayBeMoreThanThereIs() {
        for (long limit : new long[] {3, 4, LAST - 1, LAST}) {
            assertThat(read(ReadLog.all().limit(limit))).containsExactly(0L, 1L, 2L);
            assertThat(read(ReadLog.all().backward().limit(limit))).containsExactly(2L, 1L, 0L);
            assertThat(read(ReadStream.of("a-1").limit(limit))).containsExactly(0L, 1L, 2L);
        }
        assertThat(read(ReadLog.all().limit(1))).containsExactly(0L);
        assertThat(read(ReadLog.all().backward().limit(1))).containsExactly(2L);
        assertThat(read(ReadLog.all().after(0).limit(1))).containsExactly(1L);
        assertThat(read(ReadStream.of("a-1").limit(1))).containsExactly(0L);
        assertThat(read(ReadStream.of("a-1").backward().limit(1))).containsExactly(2L);
    }

    @Test
    void nothingConflictsAfterTheEndOrBeyond() {
        long end = 3;
        for (long after : new long[] {end - 1, end + 1, end + 2, LAST - 1, LAST}) {
            Append append = Append.to("b-1", Expectation.ANY, event("D"));
            appended(append.when(AppendCondition.noneMatchAfter(Query.all(), Position.of(after))));
            end++;
        }
        assertThat(log()).hasSize((int) end);
    }

    @Test
    void aCheckpointMayBeAnyNumber() throws Exception {
        for (long next : new long[] {3, 1_000, LAST - 1, LAST}) {
            try (Subscription live = store.subscribe(new Checkpoint(next), EventFilter.ALL)) {
                assertThat(Following.next(live)).isInstanceOf(Subscription.Message.CaughtUp.class);
                assertThat(live.poll(Following.SHORT)).isEmpty();
            }
        }
    }

    @Test
    void aReaderMayWaitForAsLongAsItLikes() throws Exception {
        try (Subscription live = store.subscribe(new Checkpoint(2), EventFilter.ALL)) {
            assertThat(live.poll(Duration.ofSeconds(LAST))).isPresent();
            Following.untilCaughtUp(live);
            CompletableFuture<Void> writer =
                    CompletableFuture.runAsync(() -> appended("a-1", event("D")));
            assertThat(live.poll(Duration.ofSeconds(LAST))).isPresent();
            writer.join();
        }
    }

    @Test
    void aCursorEndsAndSaysSo() {
        try (EventCursor cursor = store.read(ReadLog.all().after(1))) {
            assertThat(cursor.hasNext()).isTrue();
            assertThat(cursor.hasNext()).isTrue();
            assertThat(cursor.next().type()).isEqualTo("C");
            assertThat(cursor.hasNext()).isFalse();
            assertThat(cursor.hasNext()).isFalse();
            assertThatThrownBy(cursor::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void aClosedStoreRefuses() {
        store.close();
        store.close();

        assertThatThrownBy(() -> appended("a-1", event("D"))).isInstanceOf(StoreException.class);
        assertThatThrownBy(this::log).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> eventsOf("a-1")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.head()).isInstanceOf(StoreException.class);
    }
}
