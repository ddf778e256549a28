package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Tag;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the parts of the kit have in common: a fresh store for each test, and short words.
abstract class Contract {

    @SuppressWarnings("NullAway.Init") // opened before each test
    EventStore store;

    abstract EventStoreConformance kit();

    @BeforeEach
    void openStore() throws Exception {
        store = kit().open();
    }

    @AfterEach
    void cleanUp() throws Exception {
        kit().cleanUp(store);
    }

    void reopen() throws Exception {
        store = kit().reopen(store);
    }

    static NewEvent event(String type) {
        return NewEvent.json(type, "{\"of\":\"" + type + "\"}");
    }

    static NewEvent tagged(String type, String... tags) {
        return event(type).withTags(List.of(tags).stream().map(Tag::of).toArray(Tag[]::new));
    }

    Appended appended(Append append) {
        AppendResult result = store.append(append);
        assertThat(result).isInstanceOf(Appended.class);
        return (Appended) result;
    }

    Appended appended(String stream, NewEvent... events) {
        return appended(Append.to(stream, Expectation.ANY, events));
    }

    Conflict conflict(Append append) {
        AppendResult result = store.append(append);
        assertThat(result).isInstanceOf(Conflict.class);
        return (Conflict) result;
    }

    List<RecordedEvent> eventsOf(String stream) {
        return store.read(ReadStream.of(stream)).toList();
    }

    List<RecordedEvent> log() {
        return store.read(ReadLog.all()).toList();
    }

    static List<String> types(List<RecordedEvent> events) {
        return events.stream().map(RecordedEvent::type).toList();
    }

    static List<Long> positions(List<RecordedEvent> events) {
        return events.stream().map(event -> event.position().value()).toList();
    }

    static List<Long> revisions(List<RecordedEvent> events) {
        return events.stream().map(event -> event.revision().value()).toList();
    }
}
