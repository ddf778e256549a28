package io.stele.dist.projections;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// How a projection is doing, in lines for people.
final class ProjectionText {

    private ProjectionText() {}

    static List<String> lines(JsonNode projection) {
        List<String> lines = new ArrayList<>();
        long head = projection.path("head").asLong(-1);
        lines.add(
                "%s  %s, version %d%s"
                        .formatted(
                                text(projection, "view"),
                                text(projection, "state"),
                                projection.path("version").asInt(0),
                                projection.has("note") ? "; " + text(projection, "note") : ""));
        for (JsonNode build : projection.path("builds")) {
            lines.add(build(build, head));
            if (build.has("failure")) {
                lines.add("    stopped" + at(build.path("failure")));
            }
        }
        for (JsonNode skipped : projection.path("skipped")) {
            lines.add(
                    "  left out of build %d: %s%s"
                            .formatted(
                                    skipped.path("build").asLong(0),
                                    place(skipped),
                                    ": " + text(skipped, "reason")));
        }
        for (JsonNode repair : projection.path("repairs")) {
            lines.add(
                    "  repair of %s: %s"
                            .formatted(text(repair, "stream"), text(repair, "outcome")));
        }
        return lines;
    }

    private static String build(JsonNode build, long head) {
        long position = build.path("position").asLong(-1);
        String progress =
                build.has("secondsLeft")
                        ? String.format(
                                Locale.ROOT,
                                ", %,d/s, %,d s left",
                                build.path("eventsPerSecond").asLong(0),
                                build.path("secondsLeft").asLong(0))
                        : "";
        return String.format(
                Locale.ROOT,
                "  build %d  %-9s position %,d of %,d%s%s",
                build.path("build").asLong(0),
                text(build, "role"),
                position,
                head,
                progress,
                build.path("current").asBoolean(true) ? "" : "  (made by other code)");
    }

    private static String at(JsonNode failure) {
        String at = failure.has("position") ? " at " + place(failure) : "";
        return at + ": " + text(failure, "message");
    }

    private static String place(JsonNode event) {
        return "%s at position %d (stream %s, revision %d)"
                .formatted(
                        text(event, "type"),
                        event.path("position").asLong(-1),
                        text(event, "stream"),
                        event.path("revision").asLong(-1));
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
