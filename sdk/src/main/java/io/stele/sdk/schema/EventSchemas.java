package io.stele.sdk.schema;

import io.stele.sdk.Decider;
import io.stele.sdk.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The events of a service, by category: what `GET /api/events` answers, and what is committed beside
/// the code so that a change of it can be checked with [SchemaCheck].
public record EventSchemas(List<CategorySchemas> categories) {

    public EventSchemas {
        categories = List.copyOf(categories);
    }

    /// What the records of deciders say.
    ///
    /// @throws IllegalArgumentException when a decider's events are not as they must be
    public static EventSchemas of(List<Decider<?, ?, ?>> deciders) {
        List<CategorySchemas> all = new ArrayList<>();
        deciders.forEach(decider -> all.add(CategorySchemas.of(decider)));
        return new EventSchemas(all);
    }

    public Optional<CategorySchemas> category(String name) {
        return categories.stream().filter(each -> each.category().equals(name)).findFirst();
    }

    /// `{"categories":[{"category":…,"events":[{"type":…,"version":…,"formerly":[…],"schema":{…}}],
    /// "reads":[{"type":…,"version":…}]}]}`, on several lines.
    public String toJson() {
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(toNode());
    }

    /// As [#toJson()].
    public ObjectNode toNode() {
        ObjectNode root = Json.MAPPER.createObjectNode();
        ArrayNode all = root.putArray("categories");
        for (CategorySchemas category : categories) {
            ObjectNode node = all.addObject().put("category", category.category());
            ArrayNode events = node.putArray("events");
            for (EventSchema event : category.events()) {
                ObjectNode each = events.addObject().put("type", event.type());
                each.put("version", event.version());
                event.formerly().forEach(each.putArray("formerly")::add);
                each.set("schema", event.schema());
            }
            ArrayNode reads = node.putArray("reads");
            for (CategorySchemas.Older older : category.reads()) {
                reads.addObject().put("type", older.type()).put("version", older.version());
            }
        }
        return root;
    }

    /// @throws IllegalArgumentException when the text is not what [#toJson()] writes
    public static EventSchemas fromJson(String json) {
        try {
            List<CategorySchemas> all = new ArrayList<>();
            for (JsonNode node : member(Json.MAPPER.readTree(json), "categories")) {
                all.add(category(node));
            }
            return new EventSchemas(all);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is not JSON: " + Json.explain(e), e);
        }
    }

    private static CategorySchemas category(JsonNode node) {
        List<EventSchema> events = new ArrayList<>();
        for (JsonNode event : member(node, "events")) {
            List<String> formerly = new ArrayList<>();
            event.path("formerly").forEach(name -> formerly.add(name.asString()));
            if (!(member(event, "schema") instanceof ObjectNode schema)) {
                throw new IllegalArgumentException("the schema of an event is not an object");
            }
            events.add(
                    new EventSchema(
                            member(event, "type").asString(),
                            member(event, "version").asInt(),
                            formerly,
                            schema));
        }
        List<CategorySchemas.Older> reads = new ArrayList<>();
        for (JsonNode older : node.path("reads")) {
            reads.add(
                    new CategorySchemas.Older(
                            member(older, "type").asString(), member(older, "version").asInt()));
        }
        return new CategorySchemas(member(node, "category").asString(), events, reads);
    }

    private static JsonNode member(JsonNode node, String name) {
        JsonNode member = node.get(name);
        if (member == null) {
            throw new IllegalArgumentException(
                    "it is not a description of events, as GET /api/events gives it: \""
                            + name
                            + "\" is missing");
        }
        return member;
    }
}
