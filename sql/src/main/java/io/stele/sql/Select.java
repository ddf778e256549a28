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
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A query as SQL. Pages are found by key, not by counting rows, so that a page costs the same
/// wherever it is and no row is skipped or seen twice while others come and go.
///
/// Rows without a value come first in ascending order, and last in descending.
///
/// A statement consists of words that stand here, of names of declared columns, and of `?`: nothing
/// that a caller wrote becomes part of it.
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
    private final Condition filters;

    /// Rows that follow one another in the order: those of one condition come before those of the
    /// next. An index on the first column of the order finds each of them at once, which it could
    /// not for all conditions joined by OR.
    private final List<Condition> stretches;

    /// @throws InvalidViewQueryException when the table cannot answer such a query
    Select(Dialect dialect, Generation generation, ViewQuery query) {
        this.dialect = dialect;
        this.generation = generation;
        this.table = generation.definition().main();
        this.query = query;
        this.order = order();
        this.filters = Condition.and(query.filters().stream().map(this::condition).toList());
        this.stretches = query.cursor().map(this::after).orElse(List.of(Condition.TRUE));
    }

    /// Rows of a page, the cursor to the next one, and the number of all rows where it was asked
    /// for.
    record Page(List<ViewRow> rows, Optional<String> next, OptionalLong count) {}

    Page run(Connection connection) throws SQLException {
        List<ViewRow> rows = new ArrayList<>();
        for (Condition stretch : stretches) {
            if (query.limit() > 0 && rows.size() <= query.limit()) {
                // One row more than the page has, to know whether there is another page.
                read(connection, stretch, query.limit() + 1 - rows.size(), rows);
            }
        }
        OptionalLong count = query.count() ? count(connection) : OptionalLong.empty();
        if (rows.size() <= query.limit()) {
            return new Page(rows, Optional.empty(), count);
        }
        rows.removeLast();
        String next = Cursor.encode(mark(), orderValues(rows.getLast()));
        return new Page(rows, Optional.of(next), count);
    }

    private void read(Connection connection, Condition stretch, int limit, List<ViewRow> rows)
            throws SQLException {
        Condition where = Condition.and(List.of(filters, stretch));
        try (PreparedStatement select = connection.prepareStatement(pageSql(where, limit))) {
            where.bind(select);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(row(found));
                }
            }
        }
    }

    private OptionalLong count(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(countSql())) {
            filters.bind(select);
            try (ResultSet found = select.executeQuery()) {
                return found.next() ? OptionalLong.of(found.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    private ViewRow row(ResultSet found) throws SQLException {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            row.put(column.name(), Values.fromSql(column, found, i + 1));
        }
        return new ViewRow(row);
    }

    private List<@Nullable Object> orderValues(ViewRow row) {
        List<@Nullable Object> all = new ArrayList<>();
        for (Order by : order) {
            Object value = row.get(by.column().name());
            all.add(value == null ? null : Values.plain(value));
        }
        return all;
    }

    private String pageSql(Condition where, int limit) {
        return "SELECT "
                + table.columns().stream().map(Column::quoted).collect(Collectors.joining(", "))
                + from(where)
                + " ORDER BY "
                + order.stream().map(Order::sql).collect(Collectors.joining(", "))
                + " LIMIT "
                + limit;
    }

    private String countSql() {
        return "SELECT count(*)" + from(filters);
    }

    private String from(Condition where) {
        return " FROM "
                + generation.quotedName(table)
                + (where.isTrue() ? "" : " WHERE " + where.sql());
    }

    /// All statements that this can run.
    List<String> statements() {
        List<String> all = new ArrayList<>();
        stretches.forEach(stretch ->
                all.add(pageSql(Condition.and(List.of(filters, stretch)), query.limit() + 1)));
        all.add(countSql());
        return all;
    }

    /// The key comes last, in the direction of the column before it: an index that ends with the key
    /// can then be read from either end.
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
            all.add(new Order(key, !all.isEmpty() && all.getLast().descending()));
        }
        return all;
    }

    private Condition condition(Filter filter) {
        Column column = column(filter.column());
        String name = column.quoted();
        if (filter.operator() == Operator.LIKE) {
            if (column.type() != ColumnType.TEXT) {
                throw new InvalidViewQueryException(
                        "column " + column.name() + " is no text; .like is for texts");
            }
            String pattern = dialect.pattern(filter.values().getFirst());
            return new Condition(dialect.like(column), List.of(pattern));
        }
        List<Object> values =
                filter.values().stream().map(value -> Values.parse(column, value)).toList();
        String sql =
                switch (filter.operator()) {
                    case EQ -> name + " = ?";
                    case NE -> name + " IS DISTINCT FROM ?";
                    case LT -> name + " < ?";
                    case LTE -> name + " <= ?";
                    case GT -> name + " > ?";
                    case GTE -> name + " >= ?";
                    case IN -> name + " IN (" + "?, ".repeat(values.size() - 1) + "?)";
                    case LIKE -> throw new IllegalStateException("handled above");
                };
        return new Condition(sql, values);
    }

    /// The rows behind a page, by the first column of the order: what is equal to its value in the
    /// page's last row or beyond it, where rows without a value are a stretch of their own.
    private List<Condition> after(String cursor) {
        List<@Nullable Object> last =
                Cursor.decode(mark(), order.stream().map(Order::column).toList(), cursor);
        Column first = order.getFirst().column();
        Object value = last.getFirst();
        Condition isNull = Condition.of(first.quoted() + " IS NULL");
        Condition isNotNull = Condition.of(first.quoted() + " IS NOT NULL");
        boolean descending = order.getFirst().descending();
        if (value == null) {
            Condition rest = Condition.and(List.of(isNull, beyond(last, 1)));
            return descending ? List.of(rest) : List.of(rest, isNotNull);
        }
        Condition bound = compare(first, descending ? " <= ?" : " >= ?", value);
        Condition rest = Condition.and(List.of(bound, beyond(last, 0)));
        return descending && !first.key() ? List.of(rest, isNull) : List.of(rest);
    }

    /// For the order a, b: a is beyond its value, or a is equal and b is beyond its value.
    private Condition beyond(List<@Nullable Object> last, int from) {
        List<Condition> alternatives = new ArrayList<>();
        for (int depth = from; depth < order.size(); depth++) {
            List<Condition> parts = new ArrayList<>();
            for (int i = from; i < depth; i++) {
                parts.add(equal(order.get(i).column(), last.get(i)));
            }
            parts.add(beyond(order.get(depth), last.get(depth)));
            alternatives.add(Condition.and(parts));
        }
        return Condition.or(alternatives);
    }

    private static Condition equal(Column column, @Nullable Object value) {
        return value == null
                ? Condition.of(column.quoted() + " IS NULL")
                : compare(column, " = ?", value);
    }

    private static Condition beyond(Order by, @Nullable Object value) {
        Column column = by.column();
        if (value == null) {
            return by.descending()
                    ? Condition.of("FALSE")
                    : Condition.of(column.quoted() + " IS NOT NULL");
        }
        return by.descending()
                ? Condition.or(
                        List.of(
                                compare(column, " < ?", value),
                                Condition.of(column.quoted() + " IS NULL")))
                : compare(column, " > ?", value);
    }

    private static Condition compare(Column column, String comparison, Object value) {
        return new Condition(column.quoted() + comparison, List.of(value));
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
