package io.stele.sql;

import io.stele.sql.RowChange.Assignment;
import io.stele.sql.RowChange.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What changes of one kind that assign the same columns have in common: the statement.
///
/// @param assigned columns behind the key
/// @param added of each, whether the value is added to what the row has
record RowStatement(Kind kind, Table table, List<Column> assigned, List<Boolean> added) {

    RowStatement {
        assigned = List.copyOf(assigned);
        added = List.copyOf(added);
        if (kind == Kind.UPDATE && assigned.isEmpty()) {
            throw new IllegalStateException("an update of " + table.name() + " sets nothing");
        }
    }

    /// Changes that have the same of these have the same statement.
    record Shape(Kind kind, String table, List<String> assigned) {

        static Shape of(RowChange change) {
            List<String> assigned = new ArrayList<>(2 * change.assignments().size());
            for (Assignment assignment : change.assignments()) {
                assigned.add(assignment.column().name());
                if (assignment.added()) {
                    assigned.add("+");
                }
            }
            return new Shape(change.kind(), change.table().name(), assigned);
        }
    }

    static RowStatement of(RowChange change) {
        return new RowStatement(
                change.kind(),
                change.table(),
                change.assignments().stream().map(Assignment::column).toList(),
                change.assignments().stream().map(Assignment::added).toList());
    }

    /// For one row; takes its [#values].
    ///
    /// @param target the quoted name of the table
    String forOne(String target) {
        return switch (kind) {
            case INSERT -> insert(target) + values();
            case INSERT_IF_ABSENT -> insert(target) + values() + " ON CONFLICT DO NOTHING";
            case UPSERT -> insert(target) + values() + onConflict(target);
            case UPDATE ->
                    "UPDATE " + target + " SET " + assignments("", column -> "?") + where("", "?");
            case DELETE -> "DELETE FROM " + target + where("", "?");
        };
    }

    /// For any number of rows, each column an array; takes their [#columns], in PostgreSQL's words.
    String forMany(String target) {
        return switch (kind) {
            case INSERT -> insert(target) + arrays();
            case INSERT_IF_ABSENT -> insert(target) + arrays() + " ON CONFLICT DO NOTHING";
            case UPSERT -> insert(target) + arrays() + onConflict(target);
            case UPDATE ->
                    "UPDATE "
                            + target
                            + " SET "
                            + assignments(target + ".", column -> "v." + column.quoted())
                            + " FROM "
                            + unnest()
                            + where(target + ".", null);
            case DELETE ->
                    "DELETE FROM " + target + " USING " + unnest() + where(target + ".", null);
        };
    }

    /// The columns that the statement takes values for, in their order.
    List<Column> columns() {
        List<Column> all = new ArrayList<>(table.keys());
        all.addAll(assigned);
        return all;
    }

    /// The values of a change for [#forOne].
    List<@Nullable Object> values(RowChange change) {
        List<@Nullable Object> all = new ArrayList<>(change.key().size() + assigned.size());
        if (kind != Kind.UPDATE) {
            all.addAll(change.key());
        }
        for (Assignment assignment : change.assignments()) {
            all.add(assignment.value());
        }
        if (kind == Kind.UPDATE) {
            all.addAll(change.key());
        }
        return all;
    }

    private String insert(String target) {
        return "INSERT INTO "
                + target
                + " ("
                + columns().stream().map(Column::quoted).collect(Collectors.joining(", "))
                + ") ";
    }

    private String values() {
        return "VALUES (" + "?, ".repeat(columns().size() - 1) + "?)";
    }

    private String arrays() {
        return "SELECT * FROM " + unnest();
    }

    private String unnest() {
        List<Column> columns = columns();
        return "unnest("
                + columns.stream()
                        .map(column -> "?::" + arrayType(column) + "[]")
                        .collect(Collectors.joining(", "))
                + ") AS v("
                + columns.stream().map(Column::quoted).collect(Collectors.joining(", "))
                + ")";
    }

    /// The type of an array's elements.
    static String arrayType(Column column) {
        return switch (column.type()) {
            case TEXT, TIMESTAMP, JSON -> "text";
            case INTEGER, BOOLEAN -> "int8";
            case REAL -> "float8";
        };
    }

    /// For values of a column; its type is what the driver needs to send it as it is.
    static @Nullable Object[] array(Column column, int size) {
        return switch (column.type()) {
            case TEXT, TIMESTAMP, JSON -> new @Nullable String[size];
            case INTEGER, BOOLEAN -> new @Nullable Long[size];
            case REAL -> new @Nullable Double[size];
        };
    }

    private String onConflict(String target) {
        if (assigned.isEmpty()) {
            return " ON CONFLICT DO NOTHING";
        }
        return " ON CONFLICT ("
                + table.keys().stream().map(Column::quoted).collect(Collectors.joining(", "))
                + ") DO UPDATE SET "
                + assignments(target + ".", column -> "excluded." + column.quoted());
    }

    private interface Value {
        String of(Column column);
    }

    private String assignments(String qualifier, Value value) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < assigned.size(); i++) {
            Column column = assigned.get(i);
            String name = column.quoted();
            all.add(
                    added.get(i)
                            ? name
                                    + " = COALESCE("
                                    + qualifier
                                    + name
                                    + ", 0) + "
                                    + value.of(column)
                            : name + " = " + value.of(column));
        }
        return String.join(", ", all);
    }

    /// @param value null: the row's of `v`
    private String where(String qualifier, @Nullable String value) {
        return " WHERE "
                + table.keys().stream()
                        .map(column ->
                                qualifier
                                        + column.quoted()
                                        + " = "
                                        + (value == null ? "v." + column.quoted() : value))
                        .collect(Collectors.joining(" AND "));
    }
}
