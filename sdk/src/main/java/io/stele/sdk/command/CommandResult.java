package io.stele.sdk.command;

import io.stele.model.EventData;
import io.stele.model.Expectation;
import io.stele.model.Revision;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import java.util.List;
import java.util.Optional;

/// What became of a command. All cases are ordinary answers; only in [Accepted] was anything
/// written.
public sealed interface CommandResult {

    StreamName stream();

    /// The command holds, and its events are durable.
    ///
    /// @param head the last of its events; without events where the stream stands, empty when it
    ///     does not exist
    /// @param events in order; empty when the command changed nothing
    /// @param duplicate whether the command had been taken before under this idempotency key, and
    ///     this is the first answer again
    record Accepted(
            StreamName stream,
            Optional<StreamHead> head,
            List<WrittenEvent> events,
            boolean duplicate)
            implements CommandResult {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /// The domain says no.
    ///
    /// @param head where the stream stands that this was decided on; empty when it does not exist
    record Refused(StreamName stream, Optional<StreamHead> head, String reason)
            implements CommandResult {}

    /// The aggregate is not as the caller expected; the command was not decided.
    ///
    /// @param actual its last revision; empty when it does not exist
    record NotAsExpected(StreamName stream, Expectation expected, Optional<Revision> actual)
            implements CommandResult {}

    /// Others wrote to the stream each time between reading and writing.
    ///
    /// @param attempts how often the command was decided
    record Conflicted(StreamName stream, int attempts) implements CommandResult {}

    /// The idempotency key belongs to another command on this aggregate.
    record KeyReused(StreamName stream, String idempotencyKey) implements CommandResult {}

    /// An event of an accepted command.
    record WrittenEvent(String type, EventData data, Revision revision) {}
}
