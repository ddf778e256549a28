package io.stele.model;

import java.util.Set;

/// One line of a [Query]: an event matches when its type is one of `types` **and** it has all of
/// `tags`.
///
/// @param types empty means any type
/// @param tags empty means any tags
public record QueryItem(Set<String> types, Set<Tag> tags) {

    public QueryItem {
        types = Set.copyOf(types);
        tags = Set.copyOf(tags);
        if (types.isEmpty() && tags.isEmpty()) {
            throw new IllegalArgumentException(
                    "a query item must name a type or a tag; use Query.all() for every event");
        }
        types.forEach(type -> Names.check("event type", type));
    }

    public static QueryItem types(String... types) {
        return new QueryItem(Set.of(types), Set.of());
    }

    public static QueryItem tags(Tag... tags) {
        return new QueryItem(Set.of(), Set.of(tags));
    }

    public boolean matches(String type, Set<Tag> eventTags) {
        return (types.isEmpty() || types.contains(type)) && eventTags.containsAll(tags);
    }
}
