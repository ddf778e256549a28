package io.stele.sdk.view;

import io.stele.model.Checkpoint;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Rows of a view, all of one moment.
///
/// @param rows in the order that was asked for; may be empty
/// @param next the cursor to ask for more; empty when this was all
/// @param applied exactly this much of the log is in the rows
public record ViewPage(List<ViewRow> rows, Optional<String> next, Checkpoint applied) {
    public ViewPage {
        rows = List.copyOf(rows);
        Objects.requireNonNull(next, "next");
        Objects.requireNonNull(applied, "applied");
    }
}
