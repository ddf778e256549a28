package io.stele.publish;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.Bytes;
import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventData;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamAppend;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A publisher's stream, `$publisher-<name>`. Each of its events says everything, so the last one is
/// all there is to read: `{"next":17,"paused":false}`, without `next` where the target keeps the
/// checkpoint. Whoever writes expects to find what they have read, so two publishers of one name
/// notice each other.
final class PublisherLog {

    static final String ADVANCED = "PublisherAdvanced";
    static final String PAUSED = "PublisherPaused";
    static final String RESUMED = "PublisherResumed";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String NEXT = "next";

    private final EventStore store;
    private final PublisherName name;
    private PublisherMemory memory = PublisherMemory.NONE;
    private Expectation end = Expectation.NONE;

    private PublisherLog(EventStore store, PublisherName name) {
        this.store = store;
        this.name = name;
    }

    static PublisherLog read(EventStore store, PublisherName name) {
        PublisherLog log = new PublisherLog(store, name);
        ReadStream last = ReadStream.of(name.stream()).backward().limit(1);
        try (EventCursor cursor = store.read(last)) {
            if (cursor.hasNext()) {
                RecordedEvent event = cursor.next();
                log.memory = parse(event);
                log.end = Expectation.revision(event.revision().value());
            }
        }
        return log;
    }

    private static PublisherMemory parse(RecordedEvent event) {
        try {
            JsonNode json = JSON.readTree(event.data().bytes().utf8());
            return new PublisherMemory(
                    Optional.of(json.path(NEXT))
                            .filter(JsonNode::isIntegralNumber)
                            .map(next -> new Checkpoint(next.longValue())),
                    json.path("paused").asBoolean(false));
        } catch (JacksonException e) {
            throw new IllegalStateException(
                    "event %s of %s is not one of a publisher"
                            .formatted(event.revision(), event.stream()),
                    e);
        }
    }

    PublisherMemory memory() {
        return memory;
    }

    /// @param type what happened
    /// @throws TargetFencedException when somebody else has written to the stream
    void write(String type, PublisherMemory next, String actor) {
        ObjectNode json = JSON.createObjectNode();
        next.checkpoint().ifPresent(checkpoint -> json.put(NEXT, checkpoint.next()));
        json.put("paused", next.paused());
        NewEvent event =
                NewEvent.of(type, EventData.json(Bytes.wrap(JSON.writeValueAsBytes(json))));
        Append append =
                new Append(
                        UUID.randomUUID(),
                        actor,
                        List.of(new StreamAppend(name.stream(), end, List.of(event))),
                        Optional.empty());
        switch (store.append(append)) {
            case AppendResult.Appended appended -> {
                end = Expectation.revision(appended.streams().getFirst().last().value());
                memory = next;
            }
            case AppendResult.Conflict conflict ->
                    throw new TargetFencedException(
                            "another publisher of this name has written to " + name.stream(), null);
        }
    }
}
