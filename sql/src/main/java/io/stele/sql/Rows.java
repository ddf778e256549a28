package io.stele.sql;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Changes the rows of a table. Every change happens in the transaction of its event, in the order
/// they are written down; the last of them when the view's `apply` returns.
///
/// Keys are given in the order of the table's key columns. Values are a [String], an enum (its
/// name), a whole number, a double, a [Boolean], an [java.time.Instant], a [java.util.UUID] or
/// null, as the column's type asks; a value of another type is refused.
public final class Rows {

    private final Changes changes;
    private final Table table;

    Rows(Changes changes, Table table) {
        this.changes = changes;
        this.table = table;
    }

    /// The rows of a helper table.
    public Rows in(String helperTable) {
        return new Rows(changes, changes.table(helperTable));
    }

    /// A further row; fails when there is one with this key.
    public RowChange insert(Object... key) {
        return change(RowChange.Kind.INSERT, key);
    }

    /// A further row, unless there is one with this key.
    public RowChange insertIfAbsent(Object... key) {
        return change(RowChange.Kind.INSERT_IF_ABSENT, key);
    }

    /// Changes the row with this key, which may not exist before.
    public RowChange upsert(Object... key) {
        return change(RowChange.Kind.UPSERT, key);
    }

    /// Changes the row with this key; fails when there is none.
    public RowChange update(Object... key) {
        return change(RowChange.Kind.UPDATE, key);
    }

    /// Removes the row with this key, if there is one.
    public void delete(Object... key) {
        change(RowChange.Kind.DELETE, key);
        changes.take();
    }

    /// Runs an own statement. Tables are written `{accounts}`, values `?`: text from events must
    /// never become part of the statement itself.
    ///
    /// @return how many rows it changed
    public int sql(String statement, @Nullable Object... values) {
        return changes.run(statement, values);
    }

    /// Asks for one whole number; the changes before it are visible to it.
    ///
    /// @return empty when there is no row or the number is null
    public OptionalLong number(String select, @Nullable Object... values) {
        return changes.number(select, values);
    }

    private RowChange change(RowChange.Kind kind, Object... key) {
        return changes.begin(new RowChange(kind, table, List.of(key)));
    }
}
