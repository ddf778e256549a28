package io.stele.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.Subscription;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The ends of the numbers, where one more is less.
class InMemoryEventStoreTest {

    private static final long LAST = Long.MAX_VALUE;

    private final InMemoryEventStore store = new InMemoryEventStore();

    private static Append to(Expectation expected) {
        return Append.to("a-1", expected, NewEvent.json("E", "1"));
    }

    @Test
    void readsBeginAtTheLastNumberThereCanBe() {
        store.append(to(Expectation.ANY));

        assertThat(store.read(ReadLog.all().after(LAST)).toList()).isEmpty();
        assertThat(store.read(ReadLog.all().after(LAST).backward()).toList()).hasSize(1);
        assertThat(store.read(ReadStream.of("a-1").from(LAST)).toList()).isEmpty();
        assertThat(store.read(ReadStream.of("a-1").from(LAST).backward()).toList()).hasSize(1);
    }

    @Test
    void nothingConflictsAfterTheLastPositionThereCanBe() {
        store.append(to(Expectation.ANY));

        assertThat(
                        store.append(
                                to(Expectation.ANY)
                                        .when(
                                                AppendCondition.noneMatchAfter(
                                                        Query.all(), Position.of(LAST)))))
                .isInstanceOf(Appended.class);
    }

    @Test
    void whoExpectsTheLastRevisionThereCanBeHasSeenAll() {
        store.append(to(Expectation.ANY));

        assertThat(store.append(to(Expectation.revision(LAST))))
                .isInstanceOfSatisfying(
                        Conflict.class, conflict -> assertThat(conflict.unseen()).isEmpty());
    }

    @Test
    void aSubscriberMayWaitForAsLongAsItLikes() throws InterruptedException {
        store.append(to(Expectation.ANY));
        try (Subscription live = store.subscribe(Checkpoint.START, EventFilter.ALL)) {
            assertThat(live.poll(Duration.ofSeconds(LAST))).isPresent();
        }
    }
}
