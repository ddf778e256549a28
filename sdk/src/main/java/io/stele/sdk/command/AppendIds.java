package io.stele.sdk.command;

import io.stele.model.DerivedIds;
import io.stele.model.StreamName;
import java.util.UUID;

/// The ids of appends and events that commands make.
final class AppendIds {

    /// The namespace of append ids; chosen once, and written into every log since.
    private static final UUID NAMESPACE = UUID.fromString("6f0c8b5e-0d0e-4c1e-9a3b-5e1f7a9c2d41");

    private AppendIds() {}

    /// The append of a command that came with an idempotency key.
    static UUID of(StreamName stream, String idempotencyKey) {
        // A stream's name has no control characters, so the two parts cannot be confused.
        return DerivedIds.of(NAMESPACE, stream.value() + '\n' + idempotencyKey);
    }

    /// The event at `index` in an append.
    static UUID event(UUID appendId, int index) {
        return DerivedIds.of(appendId, Integer.toString(index));
    }
}
