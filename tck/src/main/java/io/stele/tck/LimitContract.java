package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.model.Append;
import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.Expectation;
import io.stele.model.Limits;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.RejectedException;
import io.stele.model.Tag;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The default limits: what is just within them is taken whole, what is just beyond is refused by
/// the limit's name, and nothing of it is written.
abstract class LimitContract extends Contract {

    private static final Limits LIMITS = Limits.DEFAULT;

    private void assertRefused(String limit, Append append) {
        long before = store.head().next();
        assertThatThrownBy(() -> store.append(append))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e ->
                                assertThat(e.reason())
                                        .isEqualTo(RejectedException.Reason.LIMIT_EXCEEDED))
                .hasMessageContaining(limit);
        assertThat(store.head().next()).isEqualTo(before);
    }

    private static NewEvent ofBytes(int size) {
        return NewEvent.of(
                "A", new EventData(Bytes.wrap(new byte[size]), "application/octet-stream"));
    }

    private static Append to(String stream, NewEvent... events) {
        return Append.to(stream, Expectation.ANY, events);
    }

    @Test
    void eventData() {
        appended(to("a-1", ofBytes(LIMITS.eventDataBytesMax())));
        assertThat(eventsOf("a-1").getFirst().data().bytes().size())
                .isEqualTo(LIMITS.eventDataBytesMax());

        assertRefused("eventDataBytesMax", to("a-1", ofBytes(LIMITS.eventDataBytesMax() + 1)));
    }

    @Test
    void bytesInAnAppend() {
        int quarter = LIMITS.appendBytesMax() / 4;
        appended(to("a-1", ofBytes(quarter), ofBytes(quarter), ofBytes(quarter - 1_000)));

        assertRefused(
                "appendBytesMax",
                to("a-1", ofBytes(quarter), ofBytes(quarter), ofBytes(quarter), ofBytes(quarter)));
    }

    @Test
    void eventsInAnAppend() {
        int max = LIMITS.appendEventsMax();
        appended(to("a-1", copies(max)));
        assertThat(eventsOf("a-1")).hasSize(max);

        assertRefused("appendEventsMax", to("a-1", copies(max + 1)));
    }

    private static NewEvent[] copies(int count) {
        return IntStream.range(0, count).mapToObj(i -> event("A")).toArray(NewEvent[]::new);
    }

    @Test
    void names() {
        String longest = "a-" + "é".repeat((LIMITS.streamNameBytesMax() - 2) / 2);
        appended(to(longest, event("A")));
        assertThat(eventsOf(longest)).hasSize(1);

        assertRefused("streamNameBytesMax", to(longest + "é", event("A")));
        assertRefused("typeBytesMax", to("a-1", event("T".repeat(LIMITS.typeBytesMax() + 1))));
    }

    @Test
    void tags() {
        appended(to("a-1", withTags(LIMITS.tagsMax())));
        assertThat(eventsOf("a-1").getFirst().tags()).hasSize(LIMITS.tagsMax());

        assertRefused("tagsMax", to("a-1", withTags(LIMITS.tagsMax() + 1)));
        assertRefused(
                "tagBytesMax", to("a-1", tagged("A", "k:" + "v".repeat(LIMITS.tagBytesMax()))));
    }

    private static NewEvent withTags(int count) {
        Set<Tag> tags =
                IntStream.range(0, count)
                        .mapToObj(i -> Tag.of("k:" + i))
                        .collect(Collectors.toSet());
        return new NewEvent(UUID.randomUUID(), "A", EventData.json("{}"), Metadata.EMPTY, tags);
    }

    @Test
    void metadata() {
        String large = "x".repeat(LIMITS.metadataBytesMax() - 4);
        appended(to("a-1", event("A").withMetadata(Metadata.of("note", large))));

        assertRefused(
                "metadataBytesMax",
                to("a-1", event("A").withMetadata(Metadata.of("note", large + "x"))));
    }
}
