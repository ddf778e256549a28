package io.stele.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Runs what is written down in [Rows] on a writer's connection, for one generation of a view.
final class Changes implements AutoCloseable {

    private static final int STATEMENTS_MAX = 200;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    /// Own statements may change rows, not the transaction or the schema around them.
    private static final Pattern ALLOWED =
            Pattern.compile("(?is)\\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH)\\b.*");

    private final Connection connection;
    private final Dialect dialect;
    private final Generation generation;
    private final PendingRows pending = new PendingRows();
    private final Map<String, PreparedStatement> statements =
            new LinkedHashMap<>(STATEMENTS_MAX, 0.75f, true);
    private @Nullable RowChange open;

    Changes(Connection connection, Dialect dialect, Generation generation) {
        this.connection = connection;
        this.dialect = dialect;
        this.generation = generation;
    }

    Table table(String name) {
        return generation.definition().tables().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "view "
                                        + generation.definition().view()
                                        + " has no table \""
                                        + name
                                        + "\""));
    }

    String quotedName(Table table) {
        return generation.quotedName(table);
    }

    /// A change is filled after it was begun, so it is taken when the next one begins.
    RowChange begin(RowChange next) {
        take();
        open = next;
        return next;
    }

    /// Takes what was begun, to be written with others.
    void take() {
        RowChange change = open;
        open = null;
        if (change != null && !pending.add(change)) {
            write();
            if (!pending.add(change)) {
                throw new IllegalStateException("nothing pending refuses no change");
            }
        }
    }

    /// Writes everything, so that statements see it.
    void flush() {
        take();
        write();
    }

    /// Removes the rows of a stream, of a view that has them by stream.
    void removeStream(String id) {
        flush();
        for (Table table : generation.definition().tables()) {
            String key = table.keys().getFirst().quoted();
            int unused =
                    execute(
                            "DELETE FROM " + quotedName(table) + " WHERE " + key + " = ?",
                            List.of(id));
        }
    }

    /// As if nothing had been begun since the last change was taken.
    void forget() {
        open = null;
    }

    private void write() {
        if (pending.isEmpty()) {
            return;
        }
        for (List<RowChange> changes : pending.take()) {
            RowStatement statement = RowStatement.of(changes.getFirst());
            if (dialect.writesManyAtOnce() && changes.size() > 1) {
                writeMany(statement, changes);
            } else {
                writeOneByOne(statement, changes);
            }
        }
    }

    private void writeOneByOne(RowStatement statement, List<RowChange> changes) {
        String sql = statement.forOne(quotedName(statement.table()));
        for (RowChange change : changes) {
            int changed = execute(sql, statement.values(change));
            if (statement.kind() == RowChange.Kind.UPDATE && changed == 0) {
                throw new IllegalStateException(
                        "table "
                                + statement.table().name()
                                + " has no row with the key "
                                + change.key()
                                + " to update");
            }
        }
    }

    private void writeMany(RowStatement statement, List<RowChange> changes) {
        String sql = statement.forMany(quotedName(statement.table()));
        try {
            PreparedStatement prepared = prepared(sql);
            List<Column> columns = statement.columns();
            int keys = statement.table().keys().size();
            for (int i = 0; i < columns.size(); i++) {
                @Nullable Object[] values = RowStatement.array(columns.get(i), changes.size());
                for (int row = 0; row < values.length; row++) {
                    RowChange change = changes.get(row);
                    values[row] =
                            i < keys
                                    ? change.key().get(i)
                                    : change.assignments().get(i - keys).value();
                }
                String type = RowStatement.arrayType(columns.get(i));
                prepared.setArray(i + 1, connection.createArrayOf(type, values));
            }
            int changed = prepared.executeUpdate();
            if (statement.kind() == RowChange.Kind.UPDATE && changed < changes.size()) {
                throw new IllegalStateException(
                        "table " + statement.table().name() + " lacks a row to update");
            }
        } catch (SQLException e) {
            throw new SqlFailure(sql, e);
        }
    }

    int run(String ownStatement, @Nullable Object... values) {
        flush();
        return execute(resolve(ownStatement), plain(values));
    }

    OptionalLong number(String ownSelect, @Nullable Object... values) {
        flush();
        String sql = resolve(ownSelect);
        try (ResultSet row = bound(sql, plain(values)).executeQuery()) {
            if (!row.next()) {
                return OptionalLong.empty();
            }
            long number = row.getLong(1);
            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
        } catch (SQLException e) {
            throw new SqlFailure(sql, e);
        }
    }

    Optional<String> text(String sql, Object... values) {
        try (ResultSet row = bound(sql, plain(values)).executeQuery()) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        } catch (SQLException e) {
            throw new SqlFailure(sql, e);
        }
    }

    private int execute(String sql, List<? extends @Nullable Object> values) {
        try {
            return bound(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw new SqlFailure(sql, e);
        }
    }

    private PreparedStatement bound(String sql, List<? extends @Nullable Object> values)
            throws SQLException {
        PreparedStatement statement = prepared(sql);
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement;
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            makeRoom();
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    private void makeRoom() throws SQLException {
        if (statements.size() >= STATEMENTS_MAX) {
            String eldest = statements.keySet().iterator().next();
            PreparedStatement statement = statements.remove(eldest);
            if (statement != null) {
                statement.close();
            }
        }
    }

    private String resolve(String ownStatement) {
        if (!ALLOWED.matcher(ownStatement).matches()) {
            throw new IllegalArgumentException(
                    "a view may select, insert, update and delete, but not: " + ownStatement);
        }
        return PLACEHOLDER
                .matcher(ownStatement)
                .replaceAll(match ->
                        Matcher.quoteReplacement(generation.quotedName(table(match.group(1)))));
    }

    private static List<@Nullable Object> plain(@Nullable Object... values) {
        return Arrays.stream(values)
                .<@Nullable Object>map(value -> value == null ? null : Values.plain(value))
                .toList();
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
    }
}
