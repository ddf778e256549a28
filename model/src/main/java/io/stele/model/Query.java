package io.stele.model;

import java.util.List;
import java.util.Set;

/// Which events are meant, by type and tag (the query of the DCB specification, dcb.events).
public sealed interface Query {

    /// Every event. Not a constant: it would make two classes wait for each other's initialisation.
    static Query all() {
        return new All();
    }

    static Query anyOf(QueryItem... items) {
        return new AnyOf(List.of(items));
    }

    boolean matches(String type, Set<Tag> tags);

    default boolean matches(RecordedEvent event) {
        return matches(event.type(), event.tags());
    }

    record All() implements Query {
        @Override
        public boolean matches(String type, Set<Tag> tags) {
            return true;
        }
    }

    /// Events that match at least one of the items.
    ///
    /// @param items not empty
    record AnyOf(List<QueryItem> items) implements Query {
        public AnyOf {
            items = List.copyOf(items);
            if (items.isEmpty()) {
                throw new IllegalArgumentException(
                        "a query must have an item; use Query.all() for every event");
            }
        }

        @Override
        public boolean matches(String type, Set<Tag> tags) {
            for (QueryItem item : items) {
                if (item.matches(type, tags)) {
                    return true;
                }
            }
            return false;
        }
    }
}
