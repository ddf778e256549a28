package io.stele.sql;

import io.stele.sdk.view.ColumnType;
import java.util.Optional;

/// PostgreSQL 12 or later. Texts have the collation "C", so that their order does not depend on
/// the server's language, and an index serves patterns with a fixed beginning.
record PostgresDialect() implements Dialect {

    @Override
    public String type(ColumnType type) {
        return switch (type) {
            case TEXT, TIMESTAMP, JSON -> "TEXT COLLATE \"C\"";
            case INTEGER, BOOLEAN -> "BIGINT";
            case REAL -> "DOUBLE PRECISION";
        };
    }

    @Override
    public String computed(Column column) {
        String text = "(state::jsonb ->> '" + column.property() + "')";
        String value =
                switch (column.type()) {
                    case TEXT, TIMESTAMP, JSON -> text;
                    case INTEGER -> text + "::bigint";
                    case BOOLEAN -> text + "::boolean::integer";
                    case REAL -> text + "::double precision";
                };
        return " GENERATED ALWAYS AS (" + value + ") STORED";
    }

    @Override
    public String tableOptions() {
        return "";
    }

    /// A key has a value always, and its own index does not say what comes first.
    @Override
    public String indexed(Column column) {
        return column.key() ? column.quoted() : column.quoted() + " NULLS FIRST";
    }

    @Override
    public String like(Column column) {
        return column.quoted() + " LIKE ? ESCAPE ''";
    }

    @Override
    public String pattern(String like) {
        return like;
    }

    @Override
    public boolean writesManyAtOnce() {
        return true;
    }

    @Override
    public int batchEventsMax() {
        return 50_000;
    }

    @Override
    public Optional<String> whenFilled(String table) {
        return Optional.of("ANALYZE " + table);
    }
}
