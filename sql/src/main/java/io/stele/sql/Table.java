package io.stele.sql;

import io.stele.sdk.view.ColumnType;
import io.stele.sdk.view.ViewQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a table of a view looks like.
///
/// ```java
/// Table.named("accounts").key("id", TEXT).column("owner", TEXT).column("balance", INTEGER)
///         .index("balance")
/// ```
///
/// The database has it under a name of its own, so that a changed view can be built beside the one
/// in use. A column that no change sets is null.
///
/// @param name lower snake case
/// @param columns in the order of the answers, key first
/// @param indexes each a list of columns
public record Table(String name, List<Column> columns, List<List<String>> indexes) {

    public Table {
        Names.check("table", name);
        columns = List.copyOf(columns);
        indexes = indexes.stream().map(List::copyOf).toList();
        Set<String> seen = new HashSet<>();
        for (Column column : columns) {
            checkColumn(name, column, seen);
        }
        for (List<String> index : indexes) {
            checkIndex(name, index, seen);
        }
    }

    /// A table without columns; its key comes first.
    public static Table named(String name) {
        return new Table(name, List.of(), List.of());
    }

    /// The same with one more column in its primary key.
    public Table key(String column, ColumnType type) {
        if (columns.stream().anyMatch(c -> !c.key())) {
            throw new IllegalArgumentException("the key of " + name + " must come first");
        }
        return with(new Column(column, type, true, null));
    }

    /// The same with one more column.
    public Table column(String column, ColumnType type) {
        return with(new Column(column, type, false, null));
    }

    /// The same with one more index, so that filtering and sorting by these columns is quick.
    public Table index(String... indexed) {
        List<List<String>> more = new ArrayList<>(indexes);
        more.add(List.of(indexed));
        return new Table(name, columns, more);
    }

    /// The same with a column that the database computes from the JSON in the column `state`.
    Table computed(String column, String property, ColumnType type) {
        return with(new Column(column, type, false, property));
    }

    List<Column> keys() {
        int count = 0; // they come first
        while (count < columns.size() && columns.get(count).key()) {
            count++;
        }
        return columns.subList(0, count);
    }

    /// @throws IllegalArgumentException when there is no such column
    Column column(String column) {
        for (Column each : columns) { // a loop, as every change of a row comes here
            if (each.name().equals(column)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "table " + name + " has no column \"" + column + "\"; it has: " + columnNames());
    }

    String columnNames() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /// Whether an index (or the key) begins with this column.
    boolean isIndexed(Column column) {
        return keys().getFirst().equals(column)
                || indexes.stream().anyMatch(index -> index.getFirst().equals(column.name()));
    }

    private Table with(Column column) {
        List<Column> more = new ArrayList<>(columns);
        more.add(column);
        return new Table(name, more, indexes);
    }

    private static void checkColumn(String table, Column column, Set<String> seen) {
        if (!seen.add(column.name())) {
            throw new IllegalArgumentException(
                    "table " + table + " has the column " + column.name() + " twice");
        }
        if (ViewQuery.RESERVED.contains(column.name())) {
            throw new IllegalArgumentException(
                    "table "
                            + table
                            + " cannot have a column "
                            + column.name()
                            + ": queries have a parameter of that name");
        }
        if (column.key() && column.type() == ColumnType.JSON) {
            throw new IllegalArgumentException("the key of " + table + " cannot be JSON");
        }
    }

    private static void checkIndex(String table, List<String> index, Set<String> columns) {
        if (index.isEmpty() || !columns.containsAll(index)) {
            throw new IllegalArgumentException(
                    "an index of " + table + " must name columns of it, but names " + index);
        }
    }
}
