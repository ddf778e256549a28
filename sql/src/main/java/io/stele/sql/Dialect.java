package io.stele.sql;

import io.stele.sdk.view.ColumnType;
import java.util.Optional;

/// What databases say differently. All of them keep a value as a text, a whole number or a double
/// ([Values]), order texts by their bytes, and understand the same statements but for this.
sealed interface Dialect permits SqliteDialect, PostgresDialect {

    /// The type of a column.
    String type(ColumnType type);

    /// What makes a column be computed from the JSON in the column `state`.
    String computed(Column column);

    /// What stands behind the columns of a table.
    String tableOptions();

    /// A column of an index that serves the order of [Select]: without a value comes first.
    String indexed(Column column);

    /// A condition that a text is like a pattern, `%` any text and `_` any character, in this case.
    String like(Column column);

    /// The pattern as [#like] takes it.
    String pattern(String like);

    /// Whether one statement for many rows is quicker than many of a row.
    boolean writesManyAtOnce();

    /// How many events a transaction takes on, at most: as many as are worth it, and as others can
    /// wait for.
    int batchEventsMax();

    /// What is done for a table that has been filled.
    Optional<String> whenFilled(String table);
}
