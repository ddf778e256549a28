package io.stele.publish;

import io.stele.model.Checkpoint;
import java.util.Optional;

/// What a publisher must not forget.
///
/// @param checkpoint what it has published; empty where the target keeps that, and before the first
///     time
/// @param paused whether it is not to publish
record PublisherMemory(Optional<Checkpoint> checkpoint, boolean paused) {

    static final PublisherMemory NONE = new PublisherMemory(Optional.empty(), false);

    PublisherMemory at(Checkpoint other) {
        return new PublisherMemory(Optional.of(other), paused);
    }

    PublisherMemory paused(boolean other) {
        return new PublisherMemory(checkpoint, other);
    }
}
