package io.stele.server;

import io.stele.protocol.EventJson;
import io.stele.publish.PublisherCounts;
import io.stele.publish.PublisherFilter;
import io.stele.publish.PublisherStatus;
import io.stele.publish.ReplayStatus;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Publishers as JSON; `docs/publishers.md` shows it.
final class PublisherJson {

    private PublisherJson() {}

    static ObjectNode write(PublisherStatus status) {
        ObjectNode json = GroupJson.object();
        json.put("publisher", status.name().value());
        json.put("kind", status.settings().kind());
        json.put("target", status.target());
        json.set("filter", write(status.settings().filter()));
        json.put("start", status.settings().start().word());
        json.put("state", status.state().word());
        json.put("reason", status.reason().orElse(null));
        json.put("checkpoint", status.checkpoint().next());
        json.put("head", status.head().next());
        json.put("lag", status.lag());
        json.put("waitingSince", status.waitingSince().map(EventJson::time).orElse(null));
        json.set("counts", write(status.counts()));
        status.replay()
                .ifPresentOrElse(
                        replay -> json.set("replay", write(replay)), () -> json.putNull("replay"));
        return json;
    }

    private static ObjectNode write(PublisherFilter filter) {
        ObjectNode json = GroupJson.object();
        ArrayNode categories = json.putArray("categories");
        filter.categories().stream().sorted().forEach(categories::add);
        ArrayNode types = json.putArray("types");
        filter.types().stream().sorted().forEach(types::add);
        ArrayNode tags = json.putArray("tags");
        filter.tags().stream().sorted().forEach(tag -> tags.add(tag.value()));
        json.put("system", filter.system());
        return json;
    }

    private static ObjectNode write(PublisherCounts counts) {
        ObjectNode json = GroupJson.object();
        json.put("published", counts.published());
        json.put("batches", counts.batches());
        json.put("failures", counts.failures());
        return json;
    }

    private static ObjectNode write(ReplayStatus replay) {
        ObjectNode json = GroupJson.object();
        json.put("destination", replay.options().destination());
        json.put("from", replay.options().from().next());
        json.put("to", replay.to().next());
        json.put("at", replay.at().next());
        json.put("eventsPerSecond", replay.options().eventsPerSecond());
        json.put("published", replay.published());
        json.put("state", replay.state().word());
        json.put("reason", replay.reason().orElse(null));
        return json;
    }
}
