package io.stele.sdk.command;

import io.stele.model.StreamHead;
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
}
