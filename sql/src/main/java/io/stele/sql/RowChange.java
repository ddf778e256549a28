package io.stele.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A change of one row, to be filled with values.
public final class RowChange {

    enum Kind {
        INSERT,
        INSERT_IF_ABSENT,
        UPSERT,
        UPDATE,
        DELETE
    }

    private record Assignment(Column column, @Nullable Object value, boolean added) {}

    private final Kind kind;
    private final Table table;
    private final List<Object> key;
    private final List<Assignment> assignments = new ArrayList<>();

    RowChange(Kind kind, Table table, List<Object> key) {
        List<Column> columns = table.keys();
        if (columns.size() != key.size()) {
            throw new IllegalArgumentException(
                    "the key of "
                            + table.name()
                            + " has "
                            + columns.size()
                            + " columns, but "
                            + key.size()
                            + " values were given");
        }
        this.kind = kind;
        this.table = table;
        this.key = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            Object value = Values.toSql(columns.get(i), key.get(i));
            if (value == null) {
                throw new IllegalArgumentException("the key of " + table.name() + " is null");
            }
            this.key.add(value);
        }
    }

    /// Gives a column a value.
    public RowChange set(String column, @Nullable Object value) {
        return assign(column, value, false);
    }

    /// Adds to a number; one that is null, or in a row that is made here, counts as 0.
    public RowChange add(String column, Number amount) {
        return assign(column, amount, true);
    }

    private RowChange assign(String name, @Nullable Object value, boolean added) {
        Column column = table.column(name);
        if (column.key() || column.property() != null) {
            throw new IllegalArgumentException(
                    "column " + name + " of " + table.name() + " cannot be set");
        }
        for (Assignment other : assignments) {
            if (other.column().equals(column)) {
                throw new IllegalArgumentException(
                        "column " + name + " of " + table.name() + " is set twice in one change");
            }
        }
        assignments.add(new Assignment(column, Values.toSql(column, value), added));
        return this;
    }

    void execute(Changes changes) {
        String target = changes.quotedName(table);
        int changed =
                switch (kind) {
                    case INSERT -> changes.execute(insert(target), keyThenValues());
                    case INSERT_IF_ABSENT ->
                            changes.execute(
                                    insert(target) + " ON CONFLICT DO NOTHING", keyThenValues());
                    case UPSERT ->
                            changes.execute(insert(target) + onConflict(target), keyThenValues());
                    case UPDATE -> changes.execute(update(target), valuesThenKey());
                    case DELETE -> changes.execute("DELETE FROM " + target + where(), key);
                };
        if (kind == Kind.UPDATE && changed == 0) {
            throw new IllegalStateException(
                    "table " + table.name() + " has no row with the key " + key + " to update");
        }
    }

    private String insert(String target) {
        List<String> names = new ArrayList<>();
        table.keys().forEach(column -> names.add(column.quoted()));
        assignments.forEach(assignment -> names.add(assignment.column().quoted()));
        return "INSERT INTO "
                + target
                + " ("
                + String.join(", ", names)
                + ") VALUES ("
                + "?, ".repeat(names.size() - 1)
                + "?)";
    }

    private String onConflict(String target) {
        if (assignments.isEmpty()) {
            return " ON CONFLICT DO NOTHING";
        }
        return " ON CONFLICT ("
                + table.keys().stream().map(Column::quoted).collect(Collectors.joining(", "))
                + ") DO UPDATE SET "
                + assignments.stream()
                        .map(a -> assignment(a, target + ".", "excluded." + a.column().quoted()))
                        .collect(Collectors.joining(", "));
    }

    private String update(String target) {
        if (assignments.isEmpty()) {
            throw new IllegalStateException("an update of " + table.name() + " sets nothing");
        }
        return "UPDATE "
                + target
                + " SET "
                + assignments.stream()
                        .map(a -> assignment(a, "", "?"))
                        .collect(Collectors.joining(", "))
                + where();
    }

    private static String assignment(Assignment assignment, String qualifier, String value) {
        String name = assignment.column().quoted();
        return assignment.added()
                ? name + " = COALESCE(" + qualifier + name + ", 0) + " + value
                : name + " = " + value;
    }

    private String where() {
        return " WHERE "
                + table.keys().stream()
                        .map(column -> column.quoted() + " = ?")
                        .collect(Collectors.joining(" AND "));
    }

    private List<@Nullable Object> keyThenValues() {
        List<@Nullable Object> all = new ArrayList<>(key);
        assignments.forEach(assignment -> all.add(assignment.value()));
        return all;
    }

    private List<@Nullable Object> valuesThenKey() {
        List<@Nullable Object> all = new ArrayList<>();
        assignments.forEach(assignment -> all.add(assignment.value()));
        all.addAll(key);
        return all;
    }
}
