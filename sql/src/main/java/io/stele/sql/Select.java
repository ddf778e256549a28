package io.stele.sql;

import io.stele.sdk.view.ColumnType;
import io.stele.sdk.view.InvalidViewQueryException;
import io.stele.sdk.view.ViewQuery;
import io.stele.sdk.view.ViewQuery.Filter;
import io.stele.sdk.view.ViewQuery.Operator;
import io.stele.sdk.view.ViewQuery.Sort;
import io.stele.sdk.view.ViewRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A query as SQL. Pages are found by key, not by counting rows, so that a page costs the same
/// wherever it is and no row is skipped or seen twice while others come and go.
///
/// Rows without a value come first in ascending order.
final class Select {

    private record Order(Column column, boolean descending) {
        String sql() {
            String name = column.quoted();
            if (column.key()) { // has a value always, and its index knows no others
                return descending ? name + " DESC" : name;
            }
            return name + (descending ? " DESC NULLS LAST" : " ASC NULLS FIRST");
        }
    }

    private final Dialect dialect;
    private final Generation generation;
    private final Table table;
    private final ViewQuery query;
    private final List<Order> order;
    private final List<Object> values = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();

    /// @throws InvalidViewQueryException when the table cannot answer such a query
    Select(Dialect dialect, Generation generation, ViewQuery query) {
        this.dialect = dialect;
        this.generation = generation;
        this.table = generation.definition().main();
        this.query = query;
        this.order = order();
        query.filters().forEach(filter -> conditions.add(condition(filter)));
        query.cursor().ifPresent(this::continueAfter);
    }

    /// Rows of a page, and the cursor to the next one.
    record Page(List<ViewRow> rows, Optional<String> next) {}

    Page run(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql())) {
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, checked(values.get(i)));
            }
            try (ResultSet found = select.executeQuery()) {
                return page(found);
            }
        }
    }

    /// PostgreSQL takes no such text, not even to look for it.
    private static Object checked(Object value) {
        if (value instanceof String text && text.indexOf('\0') >= 0) {
            throw new InvalidViewQueryException("a text cannot have the character U+0000");
        }
        return value;
    }

    private Page page(ResultSet found) throws SQLException {
        List<ViewRow> rows = new ArrayList<>();
        List<@Nullable Object> last = List.of();
        while (found.next()) {
            if (rows.size() == query.limit()) {
                return new Page(rows, Optional.of(Cursor.encode(mark(), last)));
            }
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int i = 0; i < table.columns().size(); i++) {
                Column column = table.columns().get(i);
                row.put(column.name(), Values.fromSql(column, found, i + 1));
            }
            rows.add(new ViewRow(row));
            last = orderValues(row);
        }
        return new Page(rows, Optional.empty());
    }

    private List<@Nullable Object> orderValues(Map<String, @Nullable Object> row) {
        List<@Nullable Object> all = new ArrayList<>();
        for (Order by : order) {
            Object value = row.get(by.column().name());
            all.add(value == null ? null : Values.plain(value));
        }
        return all;
    }

    /// One row more than the page has, to know whether there is another page.
    private String sql() {
        return "SELECT "
                + table.columns().stream().map(Column::quoted).collect(Collectors.joining(", "))
                + " FROM "
                + generation.quotedName(table)
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + " ORDER BY "
                + order.stream().map(Order::sql).collect(Collectors.joining(", "))
                + " LIMIT "
                + (query.limit() + 1);
    }

    private List<Order> order() {
        List<Order> all = new ArrayList<>();
        for (Sort sort : query.sort()) {
            Column column = column(sort.column());
            if (column.type() == ColumnType.JSON) {
                throw new InvalidViewQueryException(
                        "column " + column.name() + " is JSON; it has no filter and no order");
            }
            if (all.stream().anyMatch(by -> by.column().equals(column))) {
                throw new InvalidViewQueryException("sort names " + column.name() + " twice");
            }
            all.add(new Order(column, sort.descending()));
        }
        Column key = table.keys().getFirst();
        if (all.stream().noneMatch(by -> by.column().equals(key))) {
            all.add(new Order(key, false));
        }
        return all;
    }

    private String condition(Filter filter) {
        Column column = column(filter.column());
        String name = column.quoted();
        if (filter.operator() == Operator.LIKE) {
            if (column.type() != ColumnType.TEXT) {
                throw new InvalidViewQueryException(
                        "column " + column.name() + " is no text; .like is for texts");
            }
            values.add(dialect.pattern(filter.values().getFirst()));
            return dialect.like(column);
        }
        filter.values().forEach(value -> values.add(Values.parse(column, value)));
        return switch (filter.operator()) {
            case EQ -> name + " = ?";
            case NE -> name + " IS DISTINCT FROM ?";
            case LT -> name + " < ?";
            case LTE -> name + " <= ?";
            case GT -> name + " > ?";
            case GTE -> name + " >= ?";
            case IN -> name + " IN (" + "?, ".repeat(filter.values().size() - 1) + "?)";
            case LIKE -> throw new IllegalStateException("handled above");
        };
    }

    /// For the order a, b: a is beyond its value, or a is equal and b is beyond its value.
    private void continueAfter(String cursor) {
        List<@Nullable Object> last =
                Cursor.decode(mark(), order.stream().map(Order::column).toList(), cursor);
        List<String> alternatives = new ArrayList<>();
        for (int depth = 0; depth < order.size(); depth++) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < depth; i++) {
                parts.add(equal(order.get(i).column(), last.get(i)));
            }
            parts.add(beyond(order.get(depth), last.get(depth)));
            alternatives.add("(" + String.join(" AND ", parts) + ")");
        }
        conditions.add("(" + String.join(" OR ", alternatives) + ")");
    }

    private String equal(Column column, @Nullable Object value) {
        return value == null ? column.quoted() + " IS NULL" : compare(column, " = ?", value);
    }

    private String beyond(Order by, @Nullable Object value) {
        Column column = by.column();
        if (value == null) {
            return by.descending() ? "FALSE" : column.quoted() + " IS NOT NULL";
        }
        return by.descending()
                ? "(" + compare(column, " < ?", value) + " OR " + column.quoted() + " IS NULL)"
                : compare(column, " > ?", value);
    }

    private String compare(Column column, String comparison, Object value) {
        values.add(value);
        return column.quoted() + comparison;
    }

    /// What a cursor belongs to: the page size may change on the way, nothing else.
    private String mark() {
        return generation.definition().view() + query.filters() + query.sort();
    }

    private Column column(String name) {
        return table.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new InvalidViewQueryException(
                                "view "
                                        + generation.definition().view()
                                        + " has no column \""
                                        + name
                                        + "\"; it has: "
                                        + table.columnNames()
                                        + ". Other parameters: "
                                        + ViewQuery.RESERVED.stream()
                                                .sorted()
                                                .collect(Collectors.joining(", "))));
    }
}
