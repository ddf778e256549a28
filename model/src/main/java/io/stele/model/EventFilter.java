package io.stele.model;

import java.util.Objects;
import java.util.Optional;

/// Which events of the log a reader wants; all parts must hold.
///
/// @param query by types and tags
/// @param category only streams of this category; empty: of all
/// @param streamPrefix only streams whose name begins so; empty: all
/// @param system whether the events of Stele's own `$`-streams are wanted too
public record EventFilter(
        Query query, Optional<String> category, Optional<String> streamPrefix, boolean system) {

    /// Every event there is.
    public static final EventFilter ALL =
            new EventFilter(Query.all(), Optional.empty(), Optional.empty(), true);

    public EventFilter {
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(streamPrefix, "streamPrefix");
    }

    public static EventFilter category(String category) {
        return ALL.withCategory(category);
    }

    public static EventFilter matching(Query query) {
        return ALL.withQuery(query);
    }

    public EventFilter withQuery(Query other) {
        return new EventFilter(other, category, streamPrefix, system);
    }

    public EventFilter withCategory(String other) {
        return new EventFilter(query, Optional.of(other), streamPrefix, system);
    }

    public EventFilter withStreamPrefix(String other) {
        return new EventFilter(query, category, Optional.of(other), system);
    }

    public EventFilter withoutSystem() {
        return new EventFilter(query, category, streamPrefix, false);
    }

    /// Whether every event passes, so that nobody needs to be asked.
    public boolean isAll() {
        return equals(ALL);
    }

    public boolean matches(RecordedEvent event) {
        StreamName stream = event.stream();
        return (system || !stream.isSystem())
                && (category.isEmpty() || stream.category().equals(category.get()))
                && (streamPrefix.isEmpty() || stream.value().startsWith(streamPrefix.get()))
                && query.matches(event);
    }
}
