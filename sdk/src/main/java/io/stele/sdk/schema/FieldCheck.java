package io.stele.sdk.schema;

import io.stele.sdk.schema.SchemaChange.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// What has changed in the fields of an event whose version has not: old data has to fit as it is.
final class FieldCheck {

    private static final String WHAT_TO_DO = "; or give the event a new version and an upcaster";

    /// What can be read as something wider.
    private static final Map<String, Set<String>> WIDER =
            Map.of(
                    "integer int8", Set.of("integer int16", "integer int32", "integer int64"),
                    "integer int16", Set.of("integer int32", "integer int64"),
                    "integer int32", Set.of("integer int64"));

    private final String event;
    private final List<SchemaChange> changes;

    /// @param changes takes what is found
    FieldCheck(String event, List<SchemaChange> changes) {
        this.event = event;
        this.changes = changes;
    }

    private void add(Effect effect, String field, String message) {
        changes.add(new SchemaChange(effect, event, field, message));
    }

    /// @param old schema, as a record's shape gives it
    void compare(JsonNode old, JsonNode now, String at) {
        String before = typeOf(old);
        String after = typeOf(now);
        if (after.isEmpty()) { // anything
            return;
        }
        if (!before.equals(after) && !isWider(before, after)) {
            add(Effect.BREAKING, at, "was %s and is %s".formatted(before, after) + WHAT_TO_DO);
            return;
        }
        if (!before.equals(after)) {
            add(Effect.BREAKS_OLD_CODE, at, "was %s and is %s".formatted(before, after));
        }
        compareChoices(old.path("enum"), now.path("enum"), at);
        if (now.has("items")) {
            compare(old.path("items"), now.get("items"), at + "/*");
        }
        if (now.path("additionalProperties").isObject()) {
            compare(old.path("additionalProperties"), now.get("additionalProperties"), at + "/*");
        }
        compareFields(old, now, at);
    }

    private void compareFields(JsonNode old, JsonNode now, String at) {
        Set<String> required = names(now.path("required"));
        Set<String> wasRequired = names(old.path("required"));
        now.path("properties")
                .forEachEntry((name, schema) -> {
                    String field = at + "/" + name;
                    JsonNode before = old.path("properties").path(name);
                    if (required.contains(name) && !wasRequired.contains(name)) {
                        add(
                                Effect.BREAKING,
                                field,
                                (before.isMissingNode() ? "is new and" : "was optional and")
                                        + " has to be there, but old events may not have it: make it"
                                        + " an Optional or @Nullable"
                                        + WHAT_TO_DO);
                    } else if (before.isMissingNode()) {
                        add(Effect.SAFE, field, "is new and may be absent");
                    } else if (wasRequired.contains(name) && !required.contains(name)) {
                        add(Effect.BREAKS_OLD_CODE, field, "may be absent from now on");
                    }
                    if (!before.isMissingNode()) {
                        compare(before, schema, field);
                    }
                });
        old.path("properties")
                .forEachEntry((name, schema) -> {
                    if (!now.path("properties").has(name)) {
                        add(
                                wasRequired.contains(name) ? Effect.BREAKS_OLD_CODE : Effect.SAFE,
                                at + "/" + name,
                                "is gone: what old events say there is not read any more");
                    }
                });
    }

    private void compareChoices(JsonNode old, JsonNode now, String at) {
        if (now.isMissingNode()) {
            return;
        }
        Set<String> gone = names(old);
        gone.removeAll(names(now));
        Set<String> added = names(now);
        added.removeAll(names(old));
        if (!gone.isEmpty()) {
            add(Effect.BREAKING, at, "cannot be " + gone + " any more" + WHAT_TO_DO);
        }
        if (!added.isEmpty()) {
            add(Effect.BREAKS_OLD_CODE, at, "may also be " + added);
        }
    }

    private static Set<String> names(JsonNode array) {
        Set<String> names = new TreeSet<>();
        array.forEach(name -> names.add(name.asString()));
        return names;
    }

    /// Empty: anything. Otherwise such as `string date-time`, `integer int64`, `enum`.
    private static String typeOf(JsonNode schema) {
        List<String> words = new ArrayList<>();
        String type = schema.path("type").asString("");
        words.add(schema.has("enum") ? "enum" : type);
        words.add(schema.path("format").asString(""));
        return String.join(" ", words).strip();
    }

    private static boolean isWider(String before, String after) {
        if (before.isEmpty()) {
            return false;
        }
        boolean anyText =
                after.equals("string") && (before.startsWith("string ") || before.equals("enum"));
        boolean anyWhole = after.equals("integer") && before.startsWith("integer");
        boolean anyNumber =
                after.equals("number")
                        && (before.startsWith("integer") || before.startsWith("number"));
        boolean fraction = after.equals("number double") && before.startsWith("integer int");
        return anyText
                || anyWhole
                || anyNumber
                || fraction
                || WIDER.getOrDefault(before, Set.of()).contains(after);
    }
}
