package io.stele.sql;

import io.stele.sdk.view.ColumnType;
import java.util.ArrayList;
import java.util.List;
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

    /// @param added whether the value is added to what the row has
    record Assignment(Column column, @Nullable Object value, boolean added) {}

    private final Kind kind;
    private final Table table;
    private final List<Object> key;
    private final List<Assignment> assignments;

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
        this.key = new ArrayList<>(key.size());
        this.assignments = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            Object value = Values.toSql(columns.get(i), key.get(i));
            if (value == null) {
                throw new IllegalArgumentException("the key of " + table.name() + " is null");
            }
            this.key.add(value);
        }
    }

    private RowChange(Kind kind, RowChange of, List<Assignment> assignments) {
        this.kind = kind;
        this.table = of.table;
        this.key = of.key;
        this.assignments = assignments;
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
        if (find(column) != null) {
            throw new IllegalArgumentException(
                    "column " + name + " of " + table.name() + " is set twice in one change");
        }
        assignments.add(new Assignment(column, Values.toSql(column, value), added));
        return this;
    }

    Kind kind() {
        return kind;
    }

    Table table() {
        return table;
    }

    /// As SQL has it, in the order of the key columns.
    List<Object> key() {
        return key;
    }

    List<Assignment> assignments() {
        return assignments;
    }

    /// One change that does what this one and then `next`, of the same row, do.
    ///
    /// @return null when there is none
    @Nullable RowChange then(RowChange next) {
        Kind both = together(kind, next.kind);
        if (both == null || both == Kind.DELETE) {
            return both == null ? null : next;
        }
        List<Assignment> all = new ArrayList<>(assignments);
        for (Assignment assignment : next.assignments) {
            Assignment before = find(assignment.column());
            Assignment after = before == null ? assignment : then(before, assignment);
            if (after == null) {
                return null;
            }
            if (before == null) {
                all.add(after);
            } else {
                all.set(assignments.indexOf(before), after);
            }
        }
        return new RowChange(both, this, all);
    }

    /// Where the first leaves it open whether there is a row, or fails for one reason and the second
    /// for another, they stay two.
    private static @Nullable Kind together(Kind first, Kind second) {
        return switch (first) {
            case INSERT, UPDATE -> second == Kind.UPSERT || second == Kind.UPDATE ? first : null;
            case UPSERT ->
                    switch (second) {
                        case UPSERT, UPDATE -> Kind.UPSERT;
                        case INSERT_IF_ABSENT, INSERT -> null;
                        case DELETE -> Kind.DELETE;
                    };
            case INSERT_IF_ABSENT, DELETE -> null;
        };
    }

    /// Sums of doubles depend on their order, so those are left to the database, one by one.
    private static @Nullable Assignment then(Assignment first, Assignment second) {
        if (!second.added()) {
            return second;
        }
        if (first.column().type() == ColumnType.REAL && first.added()) {
            return null;
        }
        Object sum = sum(first.value(), second.value());
        return new Assignment(first.column(), sum, first.added());
    }

    private static @Nullable Object sum(@Nullable Object first, @Nullable Object second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        if (first instanceof Long a && second instanceof Long b) {
            return Math.addExact(a, b);
        }
        return ((Number) first).doubleValue() + ((Number) second).doubleValue();
    }

    private @Nullable Assignment find(Column column) {
        for (Assignment assignment : assignments) {
            if (assignment.column().name().equals(column.name())) {
                return assignment;
            }
        }
        return null;
    }
}
