package io.stele.publish;

import io.stele.model.Checkpoint;
import io.stele.model.RecordedEvent;
import java.util.List;
import java.util.Optional;

/// A connection to a target. For one thread; after a [TargetException] it can only be closed. A thread
/// that is interrupted stops waiting, with a [TargetUnavailableException].
public interface TargetSession extends AutoCloseable {

    /// Whether the target keeps the publisher's checkpoint together with the events, so that each is
    /// published exactly once. Otherwise the publisher keeps it, and what it had not written down
    /// when it ended is published again.
    boolean keepsCheckpoint();

    /// The checkpoint that the target keeps; empty where it keeps none, or has none yet.
    Optional<Checkpoint> checkpoint();

    /// The last event below that checkpoint that was published; empty where the target does not remember.
    default Optional<LastPublished> last() {
        return Optional.empty();
    }

    /// Publishes events, and returns when the target has all of them safely.
    ///
    /// Within a stream their order is kept. When it throws, any of them may have been published, but
    /// none before an earlier one of its stream; where the target keeps the checkpoint, either all
    /// were published with it or none.
    ///
    /// @param events in the order of the log; may be empty where the target keeps the checkpoint
    /// @param after what is finished with them
    /// @throws TargetException when that does not work
    void publish(List<RecordedEvent> events, Checkpoint after);

    /// Lets go without waiting for long.
    @Override
    void close();
}
