package io.stele.sdk.view;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A row of a view.
///
/// A value is a [String] (also for a timestamp: ISO 8601 in UTC), [Long], [Double], [Boolean],
/// [Json], or null.
///
/// @param values by column, in the order of the columns; unmodifiable
public record ViewRow(Map<String, @Nullable Object> values) {

    // Spelled out: a compact constructor's class file loses the @Nullable of its parameter.
    public ViewRow(Map<String, @Nullable Object> values) {
        this.values =
                Collections.unmodifiableMap(new LinkedHashMap<String, @Nullable Object>(values));
    }

    public @Nullable Object get(String column) {
        return values.get(column);
    }

    /// A JSON value, to be passed on as it is.
    public record Json(String text) {}
}
