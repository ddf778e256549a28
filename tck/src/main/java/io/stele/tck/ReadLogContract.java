package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.EventFilter;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.ReadLog;
import io.stele.model.Tag;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Reading the whole log, or what passes a filter.
abstract class ReadLogContract extends Contract {

    /// Ten events: types A and B by turns; categories x (0–3), y (4–7), $admin (8–9); every third
    /// one tagged.
    @BeforeEach
    void fill() {
        for (int i = 0; i < 10; i++) {
            String stream = i < 4 ? "x-1" : i < 8 ? "y-" + i : "$admin-users";
            String type = i % 2 == 0 ? "A" : "B";
            appended(stream, i % 3 == 0 ? tagged(type, "k:1", "n:" + i) : event(type));
        }
    }

    private List<Long> read(ReadLog request) {
        return positions(store.read(request).toList());
    }

    private List<Long> read(EventFilter filter) {
        return read(ReadLog.all().matching(filter));
    }

    @Test
    void forwardFromTheBeginning() {
        assertThat(read(ReadLog.all())).isEqualTo(LongStream.range(0, 10).boxed().toList());
    }

    @Test
    void backwardFromTheEnd() {
        assertThat(read(ReadLog.all().backward()))
                .isEqualTo(LongStream.range(0, 10).boxed().toList().reversed());
    }

    @Test
    void afterAPositionWhichIsExcluded() {
        assertThat(read(ReadLog.all().after(6))).containsExactly(7L, 8L, 9L);
        assertThat(read(ReadLog.all().after(3).backward())).containsExactly(2L, 1L, 0L);
        assertThat(read(ReadLog.all().after(0).backward())).isEmpty();
        assertThat(read(ReadLog.all().after(9))).isEmpty();
        assertThat(read(ReadLog.all().after(1_000))).isEmpty();
        assertThat(read(ReadLog.all().after(1_000).backward())).hasSize(10);
    }

    @Test
    void noMoreThanTheLimit() {
        assertThat(read(ReadLog.all().limit(3))).containsExactly(0L, 1L, 2L);
        assertThat(read(ReadLog.all().backward().limit(2))).containsExactly(9L, 8L);
    }

    @Test
    void byCategory() {
        assertThat(read(EventFilter.category("y"))).containsExactly(4L, 5L, 6L, 7L);
        assertThat(read(EventFilter.category("nobody"))).isEmpty();
    }

    @Test
    void byStreamPrefix() {
        assertThat(read(EventFilter.ALL.withStreamPrefix("y-4"))).containsExactly(4L);
        assertThat(read(EventFilter.ALL.withStreamPrefix("x"))).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void byTypesAndTags() {
        Query aWithTag = Query.anyOf(new QueryItem(Set.of("A"), Set.of(Tag.of("k:1"))));
        assertThat(read(EventFilter.matching(aWithTag))).containsExactly(0L, 6L);
        assertThat(read(EventFilter.matching(aWithTag).withCategory("y"))).containsExactly(6L);
        assertThat(
                        read(
                                EventFilter.matching(
                                        Query.anyOf(
                                                QueryItem.types("B"),
                                                QueryItem.tags(Tag.of("n:6"))))))
                .containsExactly(1L, 3L, 5L, 6L, 7L, 9L);
    }

    @Test
    void withoutSteleSOwnStreams() {
        assertThat(read(EventFilter.ALL.withoutSystem()))
                .isEqualTo(LongStream.range(0, 8).boxed().toList());
    }

    @Test
    void filterDirectionPositionAndLimitTogether() {
        ReadLog request =
                ReadLog.all().matching(EventFilter.matching(Query.anyOf(QueryItem.types("A"))));
        assertThat(read(request.after(2).limit(2))).containsExactly(4L, 6L);
        assertThat(read(request.after(6).backward().limit(2))).containsExactly(4L, 2L);
    }

    @Test
    void theSameAfterReopening() throws Exception {
        var before = log();
        reopen();
        assertThat(log()).isEqualTo(before).hasSize(10);
        assertThat(read(EventFilter.category("y"))).containsExactly(4L, 5L, 6L, 7L);
    }
}
