package io.stele.sdk.view;

import java.util.Objects;

/// A column of a view.
///
/// @param name as used in filters and answers
/// @param indexed whether filtering and sorting by it alone stays quick when the view is large
public record ViewColumn(String name, ColumnType type, boolean indexed) {
    public ViewColumn {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
