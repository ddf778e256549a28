package io.stele.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Checkpoint;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Tag;
import io.stele.publish.PublisherSettings.Start;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublisherTest {

    private static final PublisherSettings SETTINGS =
            PublisherSettings.of("orders", "fake", Map.of());
    private static final PublisherOptions OPTIONS =
            PublisherOptions.DEFAULT.withRetry(Duration.ofMillis(1), Duration.ofMillis(20));

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final FakeBroker broker = FakeBroker.good(false);

    @AfterEach
    void close() {
        store.close();
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not become so within 30 s");
            }
            Thread.sleep(2);
        }
    }

    private void append(String stream, String... types) {
        NewEvent[] events = new NewEvent[types.length];
        for (int i = 0; i < types.length; i++) {
            events[i] = NewEvent.json(types[i], "{}").withTags(Tag.of("of", stream));
        }
        assertThat(store.append(Append.to(stream, Expectation.ANY, events))).isNotNull();
    }

    private Publisher start(PublisherSettings settings) {
        return Publisher.start(store, settings, broker, OPTIONS);
    }

    private List<String> types() {
        return broker.taken().stream().map(RecordedEvent::type).toList();
    }

    @Test
    void whatWasThereAndWhatComesIsPublishedInOrder() throws Exception {
        append("order-1", "A", "B");
        try (Publisher publisher = start(SETTINGS)) {
            await(() -> types().size() == 2);
            append("order-2", "C");
            await(() -> types().size() == 3);
            await(() -> publisher.status().lag() == 0);
            assertThat(types()).containsExactly("A", "B", "C");
            assertThat(publisher.status().state()).isEqualTo(PublisherState.RUNNING);
            assertThat(publisher.status().counts().published()).isEqualTo(3);
        }
    }

    @Test
    void onlyWhatPassesTheFilterIsPublished() throws Exception {
        append("order-1", "A", "B");
        append("bill-1", "A");
        append("note-1", "A");
        append("$group-x", "A");
        append("$publisher-other", "A");
        PublisherFilter filter =
                new PublisherFilter(Set.of("order", "bill"), Set.of("A"), Set.of(), false);
        try (Publisher publisher = start(SETTINGS.withFilter(filter))) {
            await(() -> broker.taken().size() == 2 && publisher.status().lag() == 0);
            assertThat(broker.taken())
                    .extracting(event -> event.stream().value() + " " + event.type())
                    .containsExactly("order-1 A", "bill-1 A");
        }
    }

    @Test
    void tagsFilterToo() throws Exception {
        append("order-1", "A");
        append("order-2", "A");
        PublisherFilter filter =
                new PublisherFilter(Set.of(), Set.of(), Set.of(Tag.of("of:order-2")), false);
        try (Publisher publisher = start(SETTINGS.withFilter(filter))) {
            await(() -> broker.taken().size() == 1 && publisher.status().lag() == 0);
            assertThat(broker.taken().getFirst().stream().value()).isEqualTo("order-2");
        }
    }

    @Test
    void systemStreamsArePublishedWhenAskedForButNeverThoseOfPublishers() throws Exception {
        append("$group-x", "A");
        append("$publisher-other", "B");
        PublisherFilter filter = new PublisherFilter(Set.of(), Set.of(), Set.of(), true);
        try (Publisher publisher = start(SETTINGS.withFilter(filter))) {
            await(() -> publisher.status().lag() == 0 && types().size() == 1);
            assertThat(types()).containsExactly("A");
        }
    }

    @Test
    void itGoesOnWhereItWasAndWritesThatDownRarely() throws Exception {
        try (Publisher publisher = start(SETTINGS)) {
            for (int i = 0; i < 100; i++) {
                append("order-1", "E" + i);
            }
            await(() -> publisher.status().lag() == 0 && types().size() == 100);
        }
        assertThat(store.read(ReadStream.of("$publisher-orders")).toList()).hasSizeLessThan(5);
        append("order-1", "last");
        try (Publisher publisher = start(SETTINGS)) {
            await(() -> publisher.status().lag() == 0 && types().size() == 101);
        }
        assertThat(types()).doesNotHaveDuplicates();
    }

    @Test
    void anIdlePublisherWritesNothing() throws Exception {
        append("order-1", "A");
        PublisherOptions eager = OPTIONS.withNote(Duration.ZERO, 1);
        try (Publisher publisher = Publisher.start(store, SETTINGS, broker, eager)) {
            await(() -> publisher.status().lag() == 0 && types().size() == 1);
            await(() -> store.head().next() == 2);
            await(() -> publisher.status().checkpoint().next() == 2);
            assertThat(store.head()).isEqualTo(new Checkpoint(2));
        }
        assertThat(store.head()).isEqualTo(new Checkpoint(2));
    }

    @Test
    void fromTheEndMeansTheFirstEnd() throws Exception {
        append("order-1", "before");
        try (Publisher publisher = start(SETTINGS.withStart(Start.END))) {
            append("order-1", "after");
            await(() -> publisher.status().lag() == 0 && types().size() == 1);
        }
        append("order-1", "between");
        try (Publisher publisher = start(SETTINGS.withStart(Start.END))) {
            await(() -> publisher.status().lag() == 0 && types().size() == 2);
        }
        assertThat(types()).containsExactly("after", "between");
    }

    @Test
    void whileTheTargetIsAwayTheLagGrowsAndNothingIsLost() throws Exception {
        broker.away(true);
        try (Publisher publisher = start(SETTINGS)) {
            append("order-1", "A", "B");
            await(() -> publisher.status().counts().failures() > 2);
            PublisherStatus status = publisher.status();
            assertThat(status.lag()).isEqualTo(2);
            assertThat(status.waitingSince()).isPresent();
            await(() -> publisher.status().reason().orElse("").contains("does not answer"));
            broker.away(false);
            await(() -> types().size() == 2 && publisher.status().lag() == 0);
            assertThat(publisher.status().reason()).isEmpty();
        }
    }

    @Test
    void pausedStaysPausedOverARestartUntilResumed() throws Exception {
        try (Publisher publisher = start(SETTINGS)) {
            assertThat(publisher.pause("alice")).isTrue();
            assertThat(publisher.pause("alice")).isFalse();
            append("order-1", "A");
            assertThat(publisher.status().state()).isEqualTo(PublisherState.PAUSED);
        }
        try (Publisher publisher = start(SETTINGS)) {
            await(() -> publisher.status().state() == PublisherState.PAUSED);
            assertThat(types()).isEmpty();
            assertThat(publisher.resume("bob")).isTrue();
            assertThat(publisher.status().state()).isNotEqualTo(PublisherState.PAUSED);
            await(() -> types().size() == 1);
            assertThat(publisher.resume("bob")).isFalse();
        }
        assertThat(store.read(ReadStream.of("$publisher-orders")).toList())
                .extracting(event -> event.type() + " " + event.actor())
                .containsExactly(
                        "PublisherPaused alice",
                        "PublisherResumed bob",
                        "PublisherAdvanced publisher:orders");
    }

    @Test
    void whoIsFencedStopsUntilSomebodyResumesIt() throws Exception {
        try (Publisher publisher = start(SETTINGS)) {
            append("order-1", "A");
            await(() -> types().size() == 1);
            broker.fence();
            append("order-1", "B");
            await(() -> publisher.status().state() == PublisherState.STOPPED);
            assertThat(publisher.status().reason()).get().asString().contains("another one");
            assertThat(types()).containsExactly("A");
            assertThat(publisher.resume("alice")).isTrue();
            await(() -> types().contains("B"));
        }
    }

    @Test
    void aCheckpointBeyondTheLogIsThatOfAnotherLog() throws Exception {
        append("$publisher-orders", "X");
        assertThat(
                        store.append(
                                Append.to(
                                        "$publisher-orders",
                                        Expectation.ANY,
                                        NewEvent.json(
                                                "PublisherAdvanced",
                                                "{\"next\":5000,\"paused\":false}"))))
                .isNotNull();
        append("order-1", "A");
        try (Publisher publisher = start(SETTINGS)) {
            await(() -> publisher.status().state() == PublisherState.STOPPED);
            assertThat(publisher.status().reason()).get().asString().contains("not the log");
        }
        assertThat(types()).isEmpty();
    }

    @Test
    void twoOfOneNameCannotBe() {
        assertThatThrownBy(() -> Publishers.start(store, List.of(SETTINGS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing here publishes to fake");
    }

    @Test
    void aReplayGoesElsewhereAndNoFasterThanItMay() throws Exception {
        for (int i = 0; i < 50; i++) {
            append("order-1", "E" + i);
        }
        try (Publisher publisher = start(SETTINGS)) {
            await(() -> types().size() == 50);
            long began = System.nanoTime();
            publisher.replay(new ReplayOptions(new Checkpoint(10), "again", 100));
            assertThatThrownBy(() ->
                            publisher.replay(new ReplayOptions(Checkpoint.START, "again", 100)))
                    .isInstanceOf(IllegalStateException.class);
            await(() ->
                    publisher.status().replay().orElseThrow().state() == ReplayStatus.State.DONE);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isGreaterThan(Duration.ofMillis(350));
            assertThat(publisher.status().replay().orElseThrow().published()).isEqualTo(40);
            assertThat(types()).hasSize(50);
        }
    }
}
