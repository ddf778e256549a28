package io.stele.model;

import java.util.Objects;
import java.util.Optional;

/// Makes an append fail when events match a query (the append condition of the DCB specification,
/// dcb.events). Exact: no false conflict and no missed one.
///
/// @param failIfEventsMatch the events that must not be there
/// @param after events up to and including this position are ignored; empty: none are
public record AppendCondition(Query failIfEventsMatch, Optional<Position> after) {

    public AppendCondition {
        Objects.requireNonNull(failIfEventsMatch, "failIfEventsMatch");
        Objects.requireNonNull(after, "after");
    }

    public static AppendCondition noneMatch(Query query) {
        return new AppendCondition(query, Optional.empty());
    }

    public static AppendCondition noneMatchAfter(Query query, Position after) {
        return new AppendCondition(query, Optional.of(after));
    }
}
