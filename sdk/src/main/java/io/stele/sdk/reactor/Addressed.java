package io.stele.sdk.reactor;

import io.stele.model.StreamName;
import io.stele.sdk.Decider;
import java.util.Objects;

/// A command and whom it is for.
///
/// @param decider of the same service
/// @param id of the aggregate
public record Addressed<D>(Decider<D, ?, ?> decider, String id, D command) {

    public Addressed {
        Objects.requireNonNull(command, "command");
        if (id.isEmpty()) {
            throw new IllegalArgumentException(
                    "the id of the %s that gets %s is empty"
                            .formatted(decider.category(), command));
        }
    }

    /// `to(ACCOUNT, "42", new Deposit(100))`.
    public static <D> Addressed<D> to(Decider<D, ?, ?> decider, String id, D command) {
        return new Addressed<>(decider, id, command);
    }

    /// The stream of the aggregate.
    public StreamName stream() {
        return StreamName.of(decider.category(), id);
    }

    @Override
    public String toString() {
        return command + " to " + stream();
    }
}
