package io.stele.sql;

import io.stele.sdk.view.ColumnType;
import io.stele.sdk.view.InvalidViewQueryException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where a page ended: the values that its last row is ordered by. To the caller an opaque text; it
/// only means something in the query it came from. Nothing secret is in it, and a forged one finds
/// no row that a filter would not find, so it is checked for shape and not signed.
///
/// The text is base64url over a JSON array: a mark of the query, then the values.
final class Cursor {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Cursor() {}

    static String encode(String query, List<? extends @Nullable Object> values) {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(mark(query));
        all.addAll(values);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(all));
    }

    /// @param order the columns that the query is ordered by
    /// @return a value for each of them
    static List<@Nullable Object> decode(String query, List<Column> order, String cursor) {
        try {
            JsonNode all = JSON.readTree(Base64.getUrlDecoder().decode(cursor));
            if (!all.isArray()
                    || all.size() != order.size() + 1
                    || !all.get(0).equals(JSON.valueToTree(mark(query)))) {
                throw foreign();
            }
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < order.size(); i++) {
                values.add(value(order.get(i), all.get(i + 1)));
            }
            return values;
        } catch (IllegalArgumentException | JacksonException e) {
            throw foreign();
        }
    }

    private static @Nullable Object value(Column column, JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (node.isString() && isText(column.type())) {
            return node.stringValue();
        }
        if (node.isNumber() && column.type() == ColumnType.REAL) {
            return node.doubleValue();
        }
        if (node.isIntegralNumber() && node.canConvertToLong() && !isText(column.type())) {
            return node.longValue();
        }
        throw foreign();
    }

    private static boolean isText(ColumnType type) {
        return type == ColumnType.TEXT || type == ColumnType.TIMESTAMP;
    }

    private static String mark(String query) {
        CRC32C sum = new CRC32C();
        sum.update(query.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    private static InvalidViewQueryException foreign() {
        return new InvalidViewQueryException(
                "the cursor does not belong to this query; use `next` of an answer with the same"
                        + " filters and sort");
    }
}
