package io.stele.server;

import io.stele.model.EventFilter;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.Tag;
import io.stele.protocol.Problems;
import java.util.HashSet;
import java.util.Set;

/// The filter that query parameters describe.
final class Filters {

    private Filters() {}

    static EventFilter of(Parameters parameters) {
        return new EventFilter(
                query(parameters),
                parameters.text("category"),
                parameters.text("prefix"),
                parameters.flag("system", true));
    }

    private static Query query(Parameters parameters) {
        Set<String> types = new HashSet<>(parameters.list("types"));
        Set<Tag> tags = new HashSet<>();
        for (String tag : parameters.list("tags")) {
            tags.add(Parameters.parse("tags", "key:value", tag, Tag::of));
        }
        if (types.isEmpty() && tags.isEmpty()) {
            return Query.all();
        }
        if (types.contains("")) {
            throw Problems.invalidParameter("types", "event types", "").exception();
        }
        return Query.anyOf(new QueryItem(types, tags));
    }
}
