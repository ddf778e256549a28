package io.stele.server;

import io.stele.groups.Delivery;
import io.stele.groups.GroupCounts;
import io.stele.groups.GroupMember;
import io.stele.groups.GroupOptions;
import io.stele.groups.GroupStatus;
import io.stele.groups.HeldStream;
import io.stele.model.Bytes;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.protocol.DataForm;
import io.stele.protocol.EventJson;
import io.stele.protocol.ReadJson;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// Groups as JSON; `docs/http.md` shows it.
final class GroupJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private GroupJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static Bytes bytes(JsonNode json) {
        return Bytes.wrap(JSON.writeValueAsBytes(json));
    }

    static ObjectNode write(GroupStatus status) {
        ObjectNode json = object();
        json.put("group", status.name().value());
        json.set("options", write(status.options()));
        json.put("checkpoint", status.checkpoint().next());
        json.put("readTo", status.readTo().next());
        json.put("head", status.head().next());
        json.put("lag", status.lag());
        status.waitingSince()
                .ifPresentOrElse(
                        time -> json.put("waitingSince", EventJson.time(time)),
                        () -> json.putNull("waitingSince"));
        json.put("inFlight", status.inFlight());
        json.put("held", status.held().size());
        json.put("parked", status.parked().size());
        json.set("counts", write(status.counts()));
        json.set("members", write(status.members()));
        return json;
    }

    static ArrayNode write(List<GroupMember> members) {
        ArrayNode array = JSON.createArrayNode();
        for (GroupMember member : members) {
            ObjectNode json = array.addObject();
            json.put("member", member.name());
            json.put("credit", member.credit());
            json.put("inFlight", member.inFlight());
            json.set("counts", write(member.counts()));
        }
        return array;
    }

    private static ObjectNode write(GroupCounts counts) {
        ObjectNode json = object();
        json.put("delivered", counts.delivered());
        json.put("finished", counts.finished());
        json.put("retried", counts.retried());
        json.put("parked", counts.parked());
        return json;
    }

    private static ObjectNode write(GroupOptions options) {
        ObjectNode json = object();
        ObjectNode filter =
                (ObjectNode)
                        JSON.readTree(
                                ReadJson.write(ReadLog.all().matching(options.filter()))
                                        .toByteArray());
        filter.remove("direction");
        json.set("filter", filter);
        json.put("window", options.window());
        json.put("attemptsMax", options.attemptsMax());
        json.put("ackTimeoutMillis", options.ackTimeout().toMillis());
        json.put("retryAfterMinMillis", options.retryAfterMin().toMillis());
        json.put("retryAfterMaxMillis", options.retryAfterMax().toMillis());
        return json;
    }

    static ObjectNode write(HeldStream held, List<RecordedEvent> waiting) {
        ObjectNode json = object();
        json.put("stream", held.stream().value());
        json.put("next", held.next().value());
        json.put("attempts", held.attempts());
        json.put("reason", held.reason());
        json.put("since", EventJson.time(held.since()));
        ArrayNode events = json.putArray("events");
        waiting.forEach(event -> events.addRawValue(raw(event)));
        return json;
    }

    /// @param token what its outcome is said with
    static ObjectNode write(String token, Delivery delivery) {
        ObjectNode json = object();
        json.put("delivery", token);
        json.put("attempt", delivery.attempt());
        json.putRawValue("event", raw(delivery.event()));
        return json;
    }

    private static RawValue raw(RecordedEvent event) {
        return new RawValue(EventJson.write(event, DataForm.READABLE).utf8());
    }
}
