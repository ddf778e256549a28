package io.stele.protocol;

import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.Tag;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;

/// A query as JSON: an array of items, of which one has to match:
/// `[{"types":["Opened"],"tags":["account:42"]},{"all":true}]`.
final class QueryJson {

    /// An event may be held against every item, in a condition even by the writer, so that one
    /// request with very many would hold up everyone.
    static final int ITEMS_MAX = 100;

    private QueryJson() {}

    static Query read(JsonInput in) {
        List<Query> items = in.array("an array of query items", () -> item(in));
        if (items.isEmpty()) {
            throw in.invalid("an item at least; [{\"all\":true}] for every event", "none");
        }
        if (items.size() > ITEMS_MAX) {
            throw ProblemKind.LIMIT_EXCEEDED.exception(
                    "%,d items in a query, but at most %,d are taken (limit queryItemsMax)"
                            .formatted(items.size(), ITEMS_MAX));
        }
        Set<QueryItem> any = new HashSet<>();
        for (Query item : items) {
            switch (item) {
                case Query.All all -> {
                    return all;
                }
                case Query.AnyOf one -> any.addAll(one.items());
            }
        }
        return new Query.AnyOf(List.copyOf(any));
    }

    private static Query item(JsonInput in) {
        Set<String> types = new HashSet<>();
        Set<Tag> tags = new HashSet<>();
        boolean[] all = {false};
        in.object(
                "a query item",
                name -> {
                    switch (name) {
                        case "types" -> types.addAll(in.array("an array of types", in::string));
                        case "tags" -> tags.addAll(NewEventJson.tags(in));
                        case "all" -> all[0] = in.bool();
                        default -> {
                            return false;
                        }
                    }
                    return true;
                });
        boolean named = !types.isEmpty() || !tags.isEmpty();
        if (all[0] == named) {
            throw in.invalid("a type, a tag, or {\"all\":true}", named ? "both" : "none of them");
        }
        if (all[0]) {
            return Query.all();
        }
        try {
            return Query.anyOf(new QueryItem(types, tags));
        } catch (IllegalArgumentException e) {
            throw in.invalid(String.valueOf(e.getMessage()));
        }
    }

    static void write(Query query, JsonGenerator out) {
        out.writeStartArray();
        switch (query) {
            case Query.All all -> {
                out.writeStartObject();
                out.writeBooleanProperty("all", true);
                out.writeEndObject();
            }
            case Query.AnyOf any -> any.items().forEach(item -> write(item, out));
        }
        out.writeEndArray();
    }

    private static void write(QueryItem item, JsonGenerator out) {
        out.writeStartObject();
        if (!item.types().isEmpty()) {
            out.writeArrayPropertyStart("types");
            new TreeSet<>(item.types()).forEach(out::writeString);
            out.writeEndArray();
        }
        if (!item.tags().isEmpty()) {
            EventJson.writeTags(new TreeSet<>(item.tags()), out);
        }
        out.writeEndObject();
    }
}
