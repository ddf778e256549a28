package io.stele.sdk.view;

import io.stele.model.Checkpoint;
import java.util.Objects;
import java.util.Optional;

/// What became of looking up one key.
///
/// @param row empty when there is no such row
/// @param applied exactly this much of the log is in the answer
public record ViewLookup(Optional<ViewRow> row, Checkpoint applied) {
    public ViewLookup {
        Objects.requireNonNull(row, "row");
        Objects.requireNonNull(applied, "applied");
    }
}
