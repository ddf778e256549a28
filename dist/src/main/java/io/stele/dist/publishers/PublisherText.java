package io.stele.dist.publishers;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/// Publishers for people.
final class PublisherText {

    private static final String LINE = "%-20s  %-10s  %12s  %12s  %s";

    static final String HEAD = LINE.formatted("PUBLISHER", "STATE", "LAG", "PUBLISHED", "TARGET");

    private PublisherText() {}

    static String line(JsonNode publisher) {
        return LINE.formatted(
                text(publisher, "publisher"),
                text(publisher, "state"),
                "%,d".formatted(number(publisher, "lag")),
                "%,d".formatted(number(publisher.path("counts"), "published")),
                text(publisher, "target"));
    }

    static List<String> lines(JsonNode publisher) {
        JsonNode counts = publisher.path("counts");
        List<String> lines = new ArrayList<>();
        lines.add("%s  %s".formatted(text(publisher, "publisher"), text(publisher, "target")));
        lines.add("  state       " + text(publisher, "state") + reason(publisher));
        lines.add("  filter      " + filter(publisher.path("filter")));
        lines.add(
                "  published   up to %,d of %,d, lag %,d%s"
                        .formatted(
                                number(publisher, "checkpoint"),
                                number(publisher, "head"),
                                number(publisher, "lag"),
                                since(publisher)));
        lines.add(
                "  counts      %,d events in %,d batches, %,d failures"
                        .formatted(
                                number(counts, "published"),
                                number(counts, "batches"),
                                number(counts, "failures")));
        JsonNode replay = publisher.path("replay");
        if (replay.isObject()) {
            lines.add(
                    "  replay      to %s: %s at %,d of %,d, %,d events%s"
                            .formatted(
                                    text(replay, "destination"),
                                    text(replay, "state"),
                                    number(replay, "at"),
                                    number(replay, "to"),
                                    number(replay, "published"),
                                    reason(replay)));
        }
        return lines;
    }

    private static String reason(JsonNode of) {
        String reason = text(of, "reason");
        return reason.isEmpty() ? "" : " (" + reason + ")";
    }

    private static String since(JsonNode publisher) {
        String since = text(publisher, "waitingSince");
        return since.isEmpty() ? "" : " since " + since;
    }

    private static String filter(JsonNode filter) {
        StringJoiner parts = new StringJoiner(", ");
        parts.setEmptyValue("everything");
        for (String name : List.of("categories", "types", "tags")) {
            if (!filter.path(name).isEmpty()) {
                StringJoiner values = new StringJoiner(" ", name + " ", "");
                filter.path(name).forEach(value -> values.add(value.asString("")));
                parts.add(values.toString());
            }
        }
        return parts + (filter.path("system").asBoolean(false) ? ", with Stele's own streams" : "");
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    private static long number(JsonNode node, String name) {
        return node.path(name).asLong(0);
    }
}
