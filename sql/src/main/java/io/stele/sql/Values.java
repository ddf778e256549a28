package io.stele.sql;

import io.stele.sdk.view.ColumnType;
import io.stele.sdk.view.InvalidViewQueryException;
import io.stele.sdk.view.ViewRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Values on their way between Java, SQL and query texts. In SQL a value is a [String], [Long],
/// [Double] or null: a boolean is 1 or 0, and a timestamp a text of fixed width in UTC, so that
/// order by text is order by time.
final class Values {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Values() {}

    static String timestamp(Instant instant) {
        return TIMESTAMP.format(instant);
    }

    /// @throws IllegalArgumentException when the value is not of the column's type
    static @Nullable Object toSql(Column column, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        Object plain = plain(value);
        boolean fits =
                switch (column.type()) {
                    case TEXT -> plain instanceof String && !(value instanceof Instant);
                    case JSON -> value instanceof String || value instanceof ViewRow.Json;
                    case INTEGER -> plain instanceof Long && !(value instanceof Boolean);
                    case REAL -> value instanceof Number;
                    case BOOLEAN -> value instanceof Boolean;
                    case TIMESTAMP -> value instanceof Instant;
                };
        if (!fits) {
            throw new IllegalArgumentException(
                    "column "
                            + column.name()
                            + " is "
                            + column.type()
                            + " and cannot hold a "
                            + value.getClass().getSimpleName());
        }
        return column.type() == ColumnType.REAL ? ((Number) value).doubleValue() : plain;
    }

    /// The value as SQL has it, where no column says what it should be.
    static Object plain(Object value) {
        return switch (value) {
            case String text -> text;
            case Enum<?> constant -> constant.toString(); // as in JSON
            case UUID id -> id.toString();
            case Instant instant -> timestamp(instant);
            case Boolean truth -> truth ? 1L : 0L;
            case Double real -> real;
            case Float real -> real.doubleValue();
            case Long number -> number;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case ViewRow.Json json -> json.text();
            default ->
                    throw new IllegalArgumentException(
                            "a value of the type "
                                    + value.getClass().getSimpleName()
                                    + " cannot be stored");
        };
    }

    static @Nullable Object fromSql(Column column, ResultSet row, int index) throws SQLException {
        Object value =
                switch (column.type()) {
                    case TEXT, TIMESTAMP -> row.getString(index);
                    case INTEGER -> row.getLong(index);
                    case REAL -> row.getDouble(index);
                    case BOOLEAN -> row.getLong(index) != 0;
                    case JSON -> new ViewRow.Json(String.valueOf(row.getString(index)));
                };
        return row.wasNull() ? null : value;
    }

    /// Reads the text of a query as a value of the column.
    static Object parse(Column column, String text) {
        return switch (column.type()) {
            case TEXT -> text;
            case INTEGER -> parseLong(column, text);
            case REAL -> parseDouble(column, text);
            case BOOLEAN ->
                    switch (text) {
                        case "true" -> 1L;
                        case "false" -> 0L;
                        default -> throw wrong(column, "true or false", text);
                    };
            case TIMESTAMP -> parseTimestamp(column, text);
            case JSON ->
                    throw new InvalidViewQueryException(
                            "column " + column.name() + " is JSON; it has no filter and no order");
        };
    }

    private static long parseLong(Column column, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw wrong(column, "a whole number", text);
        }
    }

    private static double parseDouble(Column column, String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw wrong(column, "a number", text);
    }

    private static String parseTimestamp(Column column, String text) {
        try {
            Instant instant =
                    text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant();
            return timestamp(instant);
        } catch (DateTimeException e) {
            throw wrong(column, "a time such as 2026-11-23T10:00:00Z or 2026-11-23", text);
        }
    }

    private static InvalidViewQueryException wrong(Column column, String expected, String text) {
        return new InvalidViewQueryException(
                "column " + column.name() + " needs " + expected + ", but got \"" + text + "\"");
    }
}
