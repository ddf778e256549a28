package io.stele.sdk.view;

import io.stele.model.Bytes;
import io.stele.model.Checkpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/// Views as JSON.
final class ViewJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ViewJson() {}

    /// Where a checkpoint stands, as a position; -1 before the first event.
    static String position(Checkpoint applied) {
        return Long.toString(applied.next() - 1);
    }

    /// `{"rows":[…],"next":…,"position":…}`, with `count` where it was asked for.
    static Bytes page(ViewPage page) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("rows", page.rows().stream().map(ViewJson::values).toList());
        addPlace(page, json);
        return write(json);
    }

    /// `{"removed":[…],"rows":[{"at":…,"row":{…}}],"next":…,"position":…}`: what makes of one page
    /// the next.
    ///
    /// @param removed keys of rows that are not on it any more
    /// @param changed rows that were not on it as they are, by their index, ascending
    static Bytes change(ViewPage page, List<String> removed, Map<Integer, ViewRow> changed) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("removed", removed);
        json.put(
                "rows",
                changed.entrySet().stream()
                        .map(row -> Map.of("at", row.getKey(), "row", values(row.getValue())))
                        .toList());
        addPlace(page, json);
        return write(json);
    }

    private static void addPlace(ViewPage page, Map<String, @Nullable Object> json) {
        json.put("next", page.next().orElse(null));
        page.count().ifPresent(count -> json.put("count", count));
        json.put("position", page.applied().next() - 1);
    }

    /// `{"position":…}`
    static Bytes progress(Checkpoint applied) {
        return write(Map.of("position", applied.next() - 1));
    }

    /// `{"state":…}`, with `failure` where it failed.
    static Bytes state(ViewProgress progress) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("state", progress.state().toString());
        progress.failure().ifPresent(failure -> json.put("failure", failure(failure)));
        return write(json);
    }

    private static Bytes write(Object json) {
        return Bytes.wrap(JSON.writeValueAsBytes(json));
    }

    static Bytes row(ViewRow row) {
        return write(values(row));
    }

    private static Map<String, @Nullable Object> values(ViewRow row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        row.values()
                .forEach((column, value) ->
                        values.put(
                                column,
                                value instanceof ViewRow.Json json
                                        ? new RawValue(json.text())
                                        : value));
        return values;
    }

    static Map<String, Object> describe(ViewDescription view) {
        ViewProgress progress = view.progress();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", view.name());
        json.put("version", view.version());
        json.put("key", view.key());
        json.put("columns", view.columns().stream().map(ViewJson::column).toList());
        json.put("state", progress.state().toString());
        json.put("position", progress.applied().next() - 1);
        json.put("head", progress.head().next() - 1);
        json.put("lag", progress.lag());
        progress.failure().ifPresent(failure -> json.put("failure", failure(failure)));
        return json;
    }

    private static Map<String, Object> column(ViewColumn column) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", column.name());
        json.put("type", column.type().name().toLowerCase(Locale.ROOT));
        json.put("indexed", column.indexed());
        json.put("operators", operators(column.type()));
        return json;
    }

    private static List<String> operators(ColumnType type) {
        return switch (type) {
            case JSON -> List.of();
            case TEXT -> List.of("eq", "ne", "lt", "lte", "gt", "gte", "in", "like");
            case INTEGER, REAL, BOOLEAN, TIMESTAMP ->
                    List.of("eq", "ne", "lt", "lte", "gt", "gte", "in");
        };
    }

    /// What stopped a view, for an answer.
    static Map<String, Object> failure(ViewFailure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("message", failure.message());
        failure.event()
                .ifPresent(event -> {
                    json.put("position", event.position());
                    json.put("stream", event.stream());
                    json.put("revision", event.revision());
                    json.put("type", event.type());
                });
        return json;
    }
}
