package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Append;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.StreamRange;
import io.stele.model.Bytes;
import io.stele.model.Checkpoint;
import io.stele.model.EventData;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamAppend;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What an append writes and answers.
abstract class AppendingContract extends Contract {

    @Test
    void theFirstEventHasRevisionAndPositionZero() {
        Appended answer = appended("account-1", event("Opened"));

        assertThat(answer.streams())
                .containsExactly(
                        new StreamRange(
                                StreamName.of("account-1"), Revision.FIRST, Revision.FIRST));
        assertThat(answer.last()).isEqualTo(Position.of(0));
        assertThat(answer.duplicate()).isFalse();
        assertThat(positions(log())).containsExactly(0L);
    }

    @Test
    void everythingGivenComesBackAsItWas() {
        UUID id = UUID.randomUUID();
        Metadata metadata =
                new Metadata(
                        Map.of(
                                "correlationId",
                                "c-1",
                                "attempt",
                                3L,
                                "dry",
                                true,
                                "rate",
                                new BigDecimal("0.125"),
                                "note",
                                "über \uD83D\uDE00 \"quoted\""));
        Set<Tag> tags = Set.of(Tag.of("account:42"), Tag.of("region", "é:west"));
        NewEvent given =
                new NewEvent(id, "Opened", EventData.json("{\"owner\" : \"ann\"}"), metadata, tags);
        Instant before = Instant.now().minusSeconds(60);
        appended(Append.to("account-42", Expectation.NONE, given).by("alice"));

        RecordedEvent event = eventsOf("account-42").getFirst();

        assertThat(event.id()).isEqualTo(id);
        assertThat(event.type()).isEqualTo("Opened");
        assertThat(event.stream()).isEqualTo(StreamName.of("account-42"));
        assertThat(event.data()).isEqualTo(given.data());
        assertThat(event.metadata()).isEqualTo(metadata);
        assertThat(event.tags()).isEqualTo(tags);
        assertThat(event.actor()).isEqualTo("alice");
        assertThat(event.recordedAt()).isBetween(before, Instant.now().plusSeconds(60));
        assertThat(event.recordedAt()).isEqualTo(event.recordedAt().truncatedTo(ChronoUnit.MICROS));
    }

    @Test
    void dataMayBeAnyBytes() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        EventData binary = new EventData(Bytes.copyOf(all), "application/octet-stream");
        EventData empty = new EventData(Bytes.EMPTY, "text/plain");
        appended("blob-1", NewEvent.of("Stored", binary), NewEvent.of("Emptied", empty));

        assertThat(eventsOf("blob-1"))
                .extracting(RecordedEvent::data)
                .containsExactly(binary, empty);
    }

    @Test
    void revisionsCountWithinAStreamAndPositionsOverAll() {
        appended("a-1", event("A"), event("B"));
        appended("b-1", event("C"));
        appended("a-1", event("D"));

        assertThat(revisions(eventsOf("a-1"))).containsExactly(0L, 1L, 2L);
        assertThat(positions(eventsOf("a-1"))).containsExactly(0L, 1L, 3L);
        assertThat(positions(log())).containsExactly(0L, 1L, 2L, 3L);
        assertThat(store.head()).isEqualTo(new Checkpoint(4));
        assertThat(store.head(StreamName.of("a-1")))
                .contains(new StreamHead(Revision.of(2), Position.of(3)));
    }

    @Test
    void oneAppendWritesSeveralStreamsInTheirOrder() {
        appended("b-1", event("Before"));

        Appended answer =
                appended(
                        Append.of(
                                new StreamAppend(
                                        StreamName.of("a-1"),
                                        Expectation.NONE,
                                        List.of(event("A"), event("B"))),
                                new StreamAppend(
                                        StreamName.of("b-1"),
                                        Expectation.revision(0),
                                        List.of(event("C")))));

        assertThat(answer.streams())
                .containsExactly(
                        new StreamRange(StreamName.of("a-1"), Revision.of(0), Revision.of(1)),
                        new StreamRange(StreamName.of("b-1"), Revision.of(1), Revision.of(1)));
        assertThat(answer.last()).isEqualTo(Position.of(3));
        assertThat(types(log())).containsExactly("Before", "A", "B", "C");
    }

    @Test
    void theExpectationsThatHoldLetTheAppendPass() {
        appended(Append.to("a-1", Expectation.NONE, event("A")));
        appended(Append.to("a-1", Expectation.EXISTS, event("B")));
        appended(Append.to("a-1", Expectation.revision(1), event("C")));
        appended(Append.to("a-1", Expectation.ANY, event("D")));
        appended(Append.to("a-2", Expectation.ANY, event("E")));

        assertThat(types(eventsOf("a-1"))).containsExactly("A", "B", "C", "D");
    }

    @Test
    void timeNeverGoesBack() {
        for (int i = 0; i < 50; i++) {
            appended("a-" + i % 3, event("A"));
        }

        assertThat(log()).hasSize(50).extracting(RecordedEvent::recordedAt).isSorted();
    }

    @Test
    void whatWasAppendedIsThereAfterReopening() throws Exception {
        appended(Append.to("a-1", Expectation.NONE, tagged("A", "k:1"), event("B")).by("alice"));
        appended("b-1", event("C"));
        List<RecordedEvent> before = log();

        reopen();

        assertThat(before).hasSize(3);
        assertThat(log()).isEqualTo(before);
        assertThat(appended(Append.to("a-1", Expectation.revision(1), event("D"))).last())
                .isEqualTo(Position.of(3));
    }

    @Test
    void namesThatLookAlikeAreDifferentStreams() {
        List<String> names =
                List.of(
                        "a-1",
                        "A-1",
                        "a-1 ",
                        "a-01",
                        "a-\u00e9",
                        "a-e\u0301",
                        "..",
                        "a/../b",
                        "a-%2e");
        for (String name : names) {
            appended(Append.to(name, Expectation.NONE, event(name.trim())));
        }

        for (String name : names) {
            assertThat(types(eventsOf(name))).containsExactly(name.trim());
        }
    }
}
