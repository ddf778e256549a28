package io.stele.protocol;

import io.stele.model.EventData;
import io.stele.model.Revision;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import java.util.List;
import java.util.Optional;

/// The answer to a command that holds, whose events are durable.
///
/// @param head the last of its events; without events where the stream stands, empty when it does
///     not exist
/// @param events in order; empty when the command changed nothing
/// @param duplicate whether the command had been taken before under its idempotency key, and this is
///     the first answer again
public record CommandAnswer(
        StreamName stream, Optional<StreamHead> head, List<Event> events, boolean duplicate) {

    public CommandAnswer {
        events = List.copyOf(events);
    }

    /// An event that the command caused.
    public record Event(String type, EventData data, Revision revision) {}
}
