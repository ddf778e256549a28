package io.stele.sql;

import io.stele.sdk.view.ColumnType;
import java.util.Optional;

/// SQLite 3.39 or later.
record SqliteDialect() implements Dialect {

    @Override
    public String type(ColumnType type) {
        return switch (type) {
            case TEXT, TIMESTAMP, JSON -> "TEXT";
            case INTEGER, BOOLEAN -> "INTEGER";
            case REAL -> "REAL";
        };
    }

    @Override
    public String computed(Column column) {
        return " AS (json_extract(state, '$." + column.property() + "')) VIRTUAL";
    }

    @Override
    public String tableOptions() {
        return " STRICT";
    }

    @Override
    public String indexed(Column column) {
        return column.quoted();
    }

    /// SQLite's LIKE takes upper for lower case, but only in English; its GLOB does not, and uses
    /// an index for a pattern with a fixed beginning.
    @Override
    public String like(Column column) {
        return column.quoted() + " GLOB ?";
    }

    @Override
    public String pattern(String like) {
        StringBuilder glob = new StringBuilder();
        for (int i = 0; i < like.length(); i++) {
            char c = like.charAt(i);
            switch (c) {
                case '%' -> glob.append('*');
                case '_' -> glob.append('?');
                case '*', '?', '[' -> glob.append('[').append(c).append(']');
                default -> glob.append(c);
            }
        }
        return glob.toString();
    }

    @Override
    public boolean writesManyAtOnce() {
        return false;
    }

    /// Views take turns at writing.
    @Override
    public int batchEventsMax() {
        return 10_000;
    }

    @Override
    public Optional<String> whenFilled(String table) {
        return Optional.empty();
    }
}
