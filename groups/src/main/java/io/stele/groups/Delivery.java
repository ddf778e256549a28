package io.stele.groups;

import io.stele.model.RecordedEvent;
import java.util.UUID;

/// An event given to a member, once.
///
/// @param id of this giving; the next attempt has another one. Counts up from 1.
/// @param member who got it
/// @param attempt 1 for the first. More than that does not say that a member has seen it before: one
///     may have died with it unread. Nor does 1 say that none has: what was finished shortly before a
///     crash comes again.
public record Delivery(long id, String member, RecordedEvent event, int attempt) {

    /// Is the same whenever this event comes, and another one for every other event. Who keeps it
    /// together with what the event caused can tell that an event came before.
    public UUID deduplicationKey() {
        return event.id();
    }
}
