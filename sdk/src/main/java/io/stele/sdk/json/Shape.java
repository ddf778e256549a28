package io.stele.sdk.json;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What JSON a Java type takes. One description serves three ends: it checks what comes in and says
/// what is wrong in the caller's words, it is shown in `/openapi.json`, and it tells whether a
/// snapshot was made by the same state record.
public sealed interface Shape {

    /// Adds what is wrong with `node` to `mismatches`.
    ///
    /// @param at where the node stands, as a JSON pointer
    void check(JsonNode node, String at, List<Mismatch> mismatches);

    /// As JSON Schema.
    ObjectNode schema();

    /// @param format as in JSON Schema; empty: any text
    /// @param expected in words
    record Text(String format, String expected, Predicate<String> accepts) implements Shape {
        @Override
        public void check(JsonNode node, String at, List<Mismatch> mismatches) {
            if (!node.isString() || !accepts.test(node.stringValue())) {
                mismatches.add(Mismatch.of(at, expected, node));
            } else if (!isUnicode(node.stringValue())) {
                mismatches.add(Mismatch.of(at, expected + " without unpaired surrogates", node));
            }
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("string");
            return format.isEmpty() ? schema : schema.put("format", format);
        }
    }

    /// A whole number.
    ///
    /// @param bits of a two's complement number it must fit into; 0: any
    record Whole(int bits) implements Shape {
        @Override
        public void check(JsonNode node, String at, List<Mismatch> mismatches) {
            if (!node.isIntegralNumber()
                    || (bits > 0 && node.bigIntegerValue().bitLength() >= bits)) {
                String range = bits == 0 ? "" : " of at most " + bits + " bits";
                mismatches.add(Mismatch.of(at, "a whole number" + range, node));
            }
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("integer");
            return bits == 0 ? schema : schema.put("format", "int" + bits);
        }
    }

    /// Any number.
    ///
    /// @param binary whether it is kept as a `double` and so must be finite as one
    record Fraction(boolean binary) implements Shape {
        @Override
        public void check(JsonNode node, String at, List<Mismatch> mismatches) {
            if (!node.isNumber()
                    || (binary && !Double.isFinite(node.decimalValue().doubleValue()))) {
                mismatches.add(Mismatch.of(at, "a number", node));
            }
        }

        @Override
        public ObjectNode schema() {
            return binary ? typed("number").put("format", "double") : typed("number");
        }
    }

    record Flag() implements Shape {
        @Override
        public void check(JsonNode node, String at, List<Mismatch> mismatches) {
            if (!node.isBoolean()) {
                mismatches.add(Mismatch.of(at, "true or false", node));
            }
        }

        @Override
        public ObjectNode schema() {
            return typed("boolean");
        }
    }

    /// One of some texts.
    record Choice(List<String> names) implements Shape {
        @Override
        public void check(JsonNode node, String at, List<Mismatch> mismatches) {
            if (!node.isString() || !names.contains(node.stringValue())) {
                mismatches.add(Mismatch.of(at, "one of " + String.join(", ", names), node));
            }
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("string");
            names.forEach(schema.putArray("enum")::add);
            return schema;
        }
    }

    record Many(Shape items) implements Shape {
        @Override
        public void check(JsonNode node, String at, List<Mismatch> mismatches) {
            if (!node.isArray()) {
                mismatches.add(Mismatch.of(at, "a list", node));
                return;
            }
            for (int i = 0; i < node.size(); i++) {
                items.check(node.get(i), at + "/" + i, mismatches);
            }
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("array");
            schema.set("items", items.schema());
            return schema;
        }
    }

    /// An object with names of any kind.
    record Keyed(Shape values) implements Shape {
        @Override
        public void check(JsonNode node, String at, List<Mismatch> mismatches) {
            if (!node.isObject()) {
                mismatches.add(Mismatch.of(at, "an object", node));
                return;
            }
            node.forEachEntry((name, value) -> values.check(value, join(at, name), mismatches));
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("object");
            schema.set("additionalProperties", values.schema());
            return schema;
        }
    }

    /// A record.
    record Fields(String title, List<Field> fields) implements Shape {
        @Override
        public void check(JsonNode node, String at, List<Mismatch> mismatches) {
            if (!node.isObject()) {
                mismatches.add(Mismatch.of(at, "an object with " + names(), node));
                return;
            }
            for (Field field : fields) {
                field.check(node.get(field.name), join(at, field.name), mismatches);
            }
            node.forEachEntry((name, value) -> {
                if (fields.stream().noneMatch(field -> field.name.equals(name))) {
                    String nothing = "nothing (" + title + " has " + names() + ")";
                    mismatches.add(Mismatch.of(join(at, name), nothing, value));
                }
            });
        }

        private String names() {
            return fields.isEmpty()
                    ? "no fields"
                    : String.join(", ", fields.stream().map(Field::name).toList());
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("object").put("title", title);
            ObjectNode properties = schema.putObject("properties");
            fields.forEach(field -> properties.set(field.name, field.shape.schema()));
            var required = fields.stream().filter(Field::required).map(Field::name).toList();
            if (!required.isEmpty()) {
                required.forEach(schema.putArray("required")::add);
            }
            return schema.put("additionalProperties", false);
        }
    }

    /// @param required whether it may neither be missing nor null
    record Field(String name, Shape shape, boolean required) {
        void check(@Nullable JsonNode node, String at, List<Mismatch> mismatches) {
            if (node != null && !node.isNull()) {
                shape.check(node, at, mismatches);
            } else if (required) {
                shape.check(node == null ? MISSING : node, at, mismatches);
            }
        }
    }

    /// A type that Jackson is left to deal with.
    record Any(String title) implements Shape {
        @Override
        public void check(JsonNode node, String at, List<Mismatch> mismatches) {
            if (node.isMissingNode()) {
                mismatches.add(Mismatch.of(at, "a value (" + title + ")", node));
            }
        }

        @Override
        public ObjectNode schema() {
            return JsonNodeFactory.instance.objectNode().put("title", title);
        }
    }

    /// Stands for a field that is not there.
    JsonNode MISSING = JsonNodeFactory.instance.missingNode();

    /// JSON can escape half of a character, which no UTF-8 text and so no database can keep.
    private static boolean isUnicode(String text) {
        return text.codePoints()
                .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static ObjectNode typed(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static String join(String at, String name) {
        return at + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
