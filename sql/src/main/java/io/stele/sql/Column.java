package io.stele.sql;

import io.stele.sdk.view.ColumnType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A column of a table.
///
/// @param name lower snake case
/// @param key whether it is (part of) the primary key
/// @param property of the JSON in the column `state` that the value is computed from, or null
public record Column(String name, ColumnType type, boolean key, @Nullable String property) {

    public Column {
        Names.check("column", name);
        Objects.requireNonNull(type, "type");
        if (property != null) {
            Names.checkProperty(property);
        }
    }

    String quoted() {
        return Names.quote(name);
    }
}
