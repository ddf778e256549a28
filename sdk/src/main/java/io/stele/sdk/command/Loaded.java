package io.stele.sdk.command;

import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A state in memory, and which event it stands at.
///
/// @param head the last event folded in; empty when there is none
/// @param recordedAt of that event, where it was read from the log
record Loaded<S>(S state, Optional<StreamHead> head, @Nullable Instant recordedAt) {

    static <S> Loaded<S> initial(S state) {
        return new Loaded<>(state, Optional.empty(), null);
    }

    long eventCount() {
        return head.isPresent() ? head.get().revision().value() + 1 : 0;
    }

    /// @return empty when there is no event
    Optional<Aggregate<S>> aggregate(StreamName stream) {
        if (head.isEmpty() || recordedAt == null) {
            return Optional.empty();
        }
        StreamHead last = head.get();
        return Optional.of(
                new Aggregate<>(stream, last.revision(), last.position(), recordedAt, state));
    }
}
