package io.stele.protocol;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.Bytes;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Appends as JSON, the body of `POST /v1/append`:
///
/// ```json
/// {"appendId":"0192…",
///  "streams":[{"stream":"account-42","expected":3,"events":[{"type":"…","data":{}}]}],
///  "condition":{"failIfEventsMatch":[{"types":["…"],"tags":["…"]}],"after":17}}
/// ```
///
/// `expected` is `"any"` (the default), `"none"`, `"exists"` or a revision.
public final class AppendJson {

    private AppendJson() {}

    /// @param actor who asks; never from the body
    /// @throws ProblemException naming the field that is wrong
    public static Append read(Bytes body, String actor) {
        return JsonInput.read(body, in -> append(in, actor));
    }

    /// The body of `POST /v1/streams/{stream}`: one event, or an array of them.
    ///
    /// @param appendId the caller's, from which ids of events derive where they have none
    /// @throws ProblemException naming the field that is wrong
    public static List<NewEvent> readEvents(Bytes body, Optional<UUID> appendId) {
        EventIds ids = new EventIds(appendId);
        return JsonInput.read(
                body,
                in ->
                        in.isObject()
                                ? List.of(NewEventJson.read(in, ids.next()))
                                : events(in, "an event or an array of events", ids));
    }

    private static List<NewEvent> events(JsonInput in, String what, EventIds ids) {
        List<NewEvent> events = in.array(what, () -> NewEventJson.read(in, ids.next()));
        if (events.isEmpty()) {
            throw in.invalid("an event at least", "none");
        }
        return events;
    }

    /// The form of an expectation in a header: `any`, `none`, `exists`, or a revision.
    ///
    /// @throws IllegalArgumentException when it is none of these
    public static Expectation expectation(String text) {
        return switch (text) {
            case "any" -> Expectation.ANY;
            case "none" -> Expectation.NONE;
            case "exists" -> Expectation.EXISTS;
            default -> {
                if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    throw new IllegalArgumentException(
                            "an expectation is any, none, exists or a revision, not \""
                                    + text
                                    + "\"");
                }
                yield Expectation.revision(Long.parseLong(text));
            }
        };
    }

    /// Stands for an id that was not given, until all of the body is read: ids of events derive from
    /// the append id, which may stand behind them.
    private static final UUID NO_ID = new UUID(0, 0);

    private static Append append(JsonInput in, String actor) {
        Fields fields = new Fields();
        in.object("an append", name -> fields.read(name, in));
        if (fields.streams == null) {
            throw in.missing("streams", "an array of streams with their events");
        }
        UUID appendId = fields.appendId == null ? UUID.randomUUID() : fields.appendId;
        EventIds ids = new EventIds(Optional.ofNullable(fields.appendId));
        List<StreamAppend> streams = new ArrayList<>();
        for (StreamAppend part : fields.streams) {
            streams.add(withIds(part, ids));
        }
        try {
            return new Append(appendId, actor, streams, Optional.ofNullable(fields.condition));
        } catch (IllegalArgumentException e) {
            throw in.invalid(String.valueOf(e.getMessage()));
        }
    }

    @SuppressWarnings("ReferenceEquality") // a caller may give a nil id
    private static StreamAppend withIds(StreamAppend part, EventIds ids) {
        List<NewEvent> events = new ArrayList<>(part.events().size());
        for (NewEvent event : part.events()) {
            Supplier<UUID> id = ids.next(); // also when it is not used: ids go by place
            events.add(event.id() == NO_ID ? event.withId(id.get()) : event);
        }
        return new StreamAppend(part.stream(), part.expected(), events);
    }

    private static final class Fields {
        private @Nullable UUID appendId;
        private @Nullable List<StreamAppend> streams;
        private @Nullable AppendCondition condition;

        boolean read(String name, JsonInput in) {
            switch (name) {
                case "appendId" -> appendId = in.parsed(Uuids::parse);
                case "streams" -> streams = streams(in);
                case "condition" -> condition = condition(in);
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    private static List<StreamAppend> streams(JsonInput in) {
        List<StreamAppend> streams = in.array("an array of streams", () -> stream(in));
        if (streams.isEmpty()) {
            throw in.invalid("a stream at least", "none");
        }
        return streams;
    }

    private static final class StreamFields {
        private @Nullable StreamName stream;
        private Expectation expected = Expectation.ANY;
        private @Nullable List<NewEvent> events;

        boolean read(String name, JsonInput in) {
            switch (name) {
                case "stream" -> stream = in.parsed(StreamName::of);
                case "expected" -> expected = expected(in);
                case "events" ->
                        events =
                                in.array(
                                        "an array of events",
                                        () -> NewEventJson.read(in, () -> NO_ID));
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    private static StreamAppend stream(JsonInput in) {
        StreamFields fields = new StreamFields();
        in.object("a stream with its events", name -> fields.read(name, in));
        if (fields.stream == null) {
            throw in.missing("stream", "a stream name");
        }
        if (fields.events == null || fields.events.isEmpty()) {
            throw in.missing("events", "an event at least");
        }
        return new StreamAppend(fields.stream, fields.expected, fields.events);
    }

    static Expectation expected(JsonInput in) {
        String what = "\"any\", \"none\", \"exists\" or a revision";
        return in.isString() ? in.parsed(AppendJson::word) : Expectation.revision(in.number(what));
    }

    private static Expectation word(String text) {
        Expectation expected = expectation(text);
        if (expected instanceof Expectation.Exactly) {
            throw new IllegalArgumentException("a revision is a number, not a string");
        }
        return expected;
    }

    private static AppendCondition condition(JsonInput in) {
        Query[] query = new Query[1];
        Position[] after = new Position[1];
        in.object(
                "a condition",
                name -> {
                    switch (name) {
                        case "failIfEventsMatch" -> query[0] = QueryJson.read(in);
                        case "after" -> after[0] = Position.of(in.number("a position"));
                        default -> {
                            return false;
                        }
                    }
                    return true;
                });
        if (query[0] == null) {
            throw in.missing("failIfEventsMatch", "an array of query items");
        }
        return new AppendCondition(query[0], Optional.ofNullable(after[0]));
    }

    /// What [#read] takes, with the bytes of all data kept.
    public static Bytes write(Append append) {
        JsonOutput json = new JsonOutput(DataForm.EXACT);
        JsonGenerator out = json.generator();
        out.writeStartObject();
        out.writeStringProperty("appendId", append.appendId().toString());
        out.writeArrayPropertyStart("streams");
        append.streams().forEach(part -> write(part, out));
        out.writeEndArray();
        append.condition().ifPresent(condition -> write(condition, out));
        out.writeEndObject();
        return json.finish();
    }

    private static void write(StreamAppend part, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("stream", part.stream().value());
        if (part.expected() instanceof Expectation.Exactly exactly) {
            out.writeNumberProperty("expected", exactly.last().value());
        } else {
            out.writeStringProperty("expected", part.expected().toString());
        }
        out.writeArrayPropertyStart("events");
        part.events().forEach(event -> NewEventJson.write(event, out));
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(AppendCondition condition, JsonGenerator out) {
        out.writeObjectPropertyStart("condition");
        out.writeName("failIfEventsMatch");
        QueryJson.write(condition.failIfEventsMatch(), out);
        condition.after().ifPresent(after -> out.writeNumberProperty("after", after.value()));
        out.writeEndObject();
    }
}
