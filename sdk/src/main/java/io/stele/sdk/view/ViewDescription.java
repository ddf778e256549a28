package io.stele.sdk.view;

import java.util.List;
import java.util.Objects;

/// What a view looks like and how far it is.
///
/// @param name as in `GET /api/views/{name}`
/// @param version as given by its author; 1 for a generic view
/// @param key the column that `GET /api/views/{name}/{key}` looks up
/// @param columns in the order of the answers; not empty
public record ViewDescription(
        String name, int version, String key, List<ViewColumn> columns, ViewProgress progress) {
    public ViewDescription {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(key, "key");
        columns = List.copyOf(columns);
        Objects.requireNonNull(progress, "progress");
    }
}
