package io.stele.groups;

import io.stele.model.RecordedEvent;

/// An event given to a member, once.
///
/// @param id of this giving; the next attempt has another one. Counts up from 1.
/// @param member who got it
/// @param attempt 1 for the first. More than that does not say that a member has seen it before: one
///     may have died with it unread.
public record Delivery(long id, String member, RecordedEvent event, int attempt) {}
