package io.stele.sql;

import io.stele.sdk.view.InvalidViewQueryException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// A condition on rows, and the values of its `?` in their order.
record Condition(String sql, List<Object> values) {

    /// What every row fulfils.
    static final Condition TRUE = of("TRUE");

    Condition {
        values = List.copyOf(values);
    }

    static Condition of(String sql) {
        return new Condition(sql, List.of());
    }

    /// Of none: [#TRUE].
    static Condition and(List<Condition> all) {
        List<Condition> real = all.stream().filter(each -> !each.isTrue()).toList();
        return real.isEmpty() ? TRUE : join(" AND ", real);
    }

    /// Of none: what no row fulfils.
    static Condition or(List<Condition> all) {
        return all.isEmpty() ? of("FALSE") : join(" OR ", all);
    }

    private static Condition join(String word, List<Condition> all) {
        if (all.size() == 1) {
            return all.getFirst();
        }
        return new Condition(
                all.stream().map(Condition::sql).collect(Collectors.joining(word, "(", ")")),
                all.stream().flatMap(each -> each.values().stream()).toList());
    }

    boolean isTrue() {
        return equals(TRUE);
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, checked(values.get(i)));
        }
    }

    /// PostgreSQL takes no such text, not even to look for it.
    private static Object checked(Object value) {
        if (value instanceof String text && text.indexOf('\0') >= 0) {
            throw new InvalidViewQueryException("a text cannot have the character U+0000");
        }
        return value;
    }
}
