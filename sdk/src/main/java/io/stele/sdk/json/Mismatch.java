package io.stele.sdk.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/// One thing that is wrong with a JSON text.
///
/// @param field where, as a JSON pointer such as `/lines/2/amount`; empty: the whole text
/// @param expected what should stand there
/// @param found what stands there
public record Mismatch(String field, String expected, String found) {

    private static final int QUOTED_CHARS_MAX = 40;

    static Mismatch of(String field, String expected, @Nullable JsonNode found) {
        return new Mismatch(field, expected, describe(found));
    }

    private static String describe(@Nullable JsonNode node) {
        if (node == null) {
            return "nothing";
        }
        return switch (node.getNodeType()) {
            case STRING -> "the text \"" + shortened(node.stringValue()) + "\"";
            case NUMBER -> "the number " + shortened(node.toString());
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case BOOLEAN, NULL, MISSING, BINARY, POJO ->
                    node.getNodeType() == JsonNodeType.MISSING ? "nothing" : node.toString();
        };
    }

    private static String shortened(String text) {
        return text.length() <= QUOTED_CHARS_MAX ? text : text.substring(0, QUOTED_CHARS_MAX) + "…";
    }

    @Override
    public String toString() {
        return (field.isEmpty() ? "" : field + ": ") + "expected " + expected + ", found " + found;
    }
}
