package io.stele.groups.host;

import io.stele.groups.GroupOptions;
import io.stele.groups.HeldStream;
import io.stele.groups.host.GroupEvent.GroupAdvanced;
import io.stele.groups.host.GroupEvent.GroupCreated;
import io.stele.groups.host.GroupEvent.GroupDeleted;
import io.stele.groups.host.GroupEvent.GroupReset;
import io.stele.groups.host.GroupEvent.GroupSummarized;
import io.stele.groups.host.GroupEvent.StreamHeld;
import io.stele.groups.host.GroupEvent.StreamReleased;
import io.stele.model.Bytes;
import io.stele.model.Checkpoint;
import io.stele.model.EventData;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.protocol.ReadJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The events of a group's stream as JSON; `docs/formats/groups.md` shows them.
final class GroupEventJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private GroupEventJson() {}

    static NewEvent write(GroupEvent event) {
        ObjectNode json = JSON.createObjectNode();
        switch (event) {
            case GroupCreated created -> {
                json.set("options", options(created.options()));
                json.put("start", created.start().next());
            }
            case GroupAdvanced to -> advanced(json, to.readTo(), to.unfinished());
            case StreamHeld held -> held(json, held.held());
            case StreamReleased released -> json.put("stream", released.stream().value());
            case GroupSummarized all -> {
                json.set("options", options(all.options()));
                advanced(json, all.state().readTo(), all.state().unfinished());
                ArrayNode streams = json.putArray("held");
                all.state().held().values().forEach(one -> held(streams.addObject(), one));
            }
            case GroupReset reset -> json.put("start", reset.start().next());
            case GroupDeleted deleted -> {}
        }
        return NewEvent.of(
                "$" + event.getClass().getSimpleName(),
                EventData.json(Bytes.wrap(JSON.writeValueAsBytes(json))));
    }

    private static ObjectNode options(GroupOptions options) {
        ObjectNode json = JSON.createObjectNode();
        byte[] filter = ReadJson.write(ReadLog.all().matching(options.filter())).toByteArray();
        json.set("filter", JSON.readTree(filter));
        json.put("window", options.window());
        json.put("attemptsMax", options.attemptsMax());
        json.put("ackTimeoutMillis", options.ackTimeout().toMillis());
        json.put("retryAfterMinMillis", options.retryAfterMin().toMillis());
        json.put("retryAfterMaxMillis", options.retryAfterMax().toMillis());
        return json;
    }

    private static void advanced(ObjectNode json, Checkpoint readTo, List<Position> unfinished) {
        json.put("readTo", readTo.next());
        ArrayNode positions = json.putArray("unfinished");
        unfinished.forEach(position -> positions.add(position.value()));
    }

    private static void held(ObjectNode json, HeldStream held) {
        json.put("stream", held.stream().value());
        json.put("next", held.next().value());
        json.put("attempts", held.attempts());
        json.put("reason", held.reason());
        json.put("parked", held.parked());
        json.put("since", held.since().toString());
    }

    /// @throws IllegalStateException when it is not an event of a group: somebody else wrote it
    static GroupEvent read(RecordedEvent event) {
        try {
            JsonNode json = JSON.readTree(event.data().bytes().toByteArray());
            return switch (event.type()) {
                case "$GroupCreated" ->
                        new GroupCreated(
                                readOptions(json.required("options")), checkpoint(json, "start"));
                case "$GroupAdvanced" ->
                        new GroupAdvanced(checkpoint(json, "readTo"), readUnfinished(json));
                case "$StreamHeld" -> new StreamHeld(readHeld(json));
                case "$StreamReleased" -> new StreamReleased(stream(json));
                case "$GroupSummarized" -> summarized(json);
                case "$GroupReset" -> new GroupReset(checkpoint(json, "start"));
                case "$GroupDeleted" -> new GroupDeleted();
                default -> throw new IllegalArgumentException("no such type");
            };
        } catch (IllegalArgumentException | JacksonException e) {
            throw new IllegalStateException(
                    "%s@%s of type %s is not an event of a consumer group: %s"
                            .formatted(
                                    event.stream(), event.revision(), event.type(), e.getMessage()),
                    e);
        }
    }

    private static GroupSummarized summarized(JsonNode json) {
        Map<StreamName, HeldStream> held = new LinkedHashMap<>();
        for (JsonNode one : json.required("held")) {
            HeldStream stream = readHeld(one);
            held.put(stream.stream(), stream);
        }
        return new GroupSummarized(
                readOptions(json.required("options")),
                new GroupState(checkpoint(json, "readTo"), readUnfinished(json), held));
    }

    private static GroupOptions readOptions(JsonNode json) {
        Bytes filter = Bytes.wrap(JSON.writeValueAsBytes(json.required("filter")));
        return new GroupOptions(
                ReadJson.read(filter).filter(),
                json.required("window").asInt(),
                json.required("attemptsMax").asInt(),
                millis(json, "ackTimeoutMillis"),
                millis(json, "retryAfterMinMillis"),
                millis(json, "retryAfterMaxMillis"));
    }

    private static Duration millis(JsonNode json, String name) {
        return Duration.ofMillis(json.required(name).asLong());
    }

    private static Checkpoint checkpoint(JsonNode json, String name) {
        return new Checkpoint(json.required(name).asLong());
    }

    private static List<Position> readUnfinished(JsonNode json) {
        List<Position> positions = new ArrayList<>();
        json.required("unfinished").forEach(at -> positions.add(Position.of(at.asLong())));
        return positions;
    }

    private static StreamName stream(JsonNode json) {
        return StreamName.of(json.required("stream").asString());
    }

    private static HeldStream readHeld(JsonNode json) {
        return new HeldStream(
                stream(json),
                Revision.of(json.required("next").asLong()),
                json.required("attempts").asInt(),
                json.required("reason").asString(),
                json.required("parked").asBoolean(),
                Instant.parse(json.required("since").asString()));
    }
}
