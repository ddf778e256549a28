package io.stele.sdk.service;

import io.stele.sdk.view.ViewDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a service prints when it is ready: where things are, and a command to try.
public final class Greeting {

    private Greeting() {}

    /// @param views names; may be empty
    public static String of(
            String name,
            String url,
            ServiceOptions options,
            Aggregates aggregates,
            List<String> views) {
        List<String> lines = new ArrayList<>();
        lines.add(name + " is ready at " + url);
        lines.add("");
        lines.add("  data      " + options.store().orElse(absolute(options.data())));
        if (!views.isEmpty()) {
            lines.add("  views     " + views(options));
        }
        for (Hosted<?, ?, ?> hosted : aggregates.all()) {
            String path = "/api/" + hosted.category() + "/{id}";
            if (!hosted.commands().isEmpty()) {
                lines.add("  commands  POST " + path + "/" + String.join(" | ", hosted.commands()));
            }
            lines.add("  state     GET  " + path + "   (?revision= ?at=)");
            lines.add("  events    GET  " + path + "/history");
        }
        if (!views.isEmpty()) {
            lines.add("  queries   GET  /api/views/" + String.join(" | ", views));
        }
        lines.add("  API       GET  /openapi.json");
        lines.add("");
        aggregates.all().stream()
                .filter(hosted -> !hosted.commands().isEmpty())
                .findFirst()
                .ifPresent(first -> lines.addAll(example(url, first)));
        lines.add("Ctrl-C stops it.");
        lines.add("");
        return String.join(System.lineSeparator(), lines);
    }

    private static List<String> example(String url, Hosted<?, ?, ?> hosted) {
        String command = hosted.commands().iterator().next();
        String path = url + "/api/" + hosted.category() + "/1";
        String json = example(hosted.handler().commands().schema(command));
        return List.of(
                "Try:",
                "  curl %s/%s -d '%s'".formatted(path, command, json),
                "  curl " + path,
                "");
    }

    /// Some JSON of this schema.
    private static String example(JsonNode schema) {
        return switch (schema.path("type").asString("")) {
            case "object" -> {
                StringBuilder fields = new StringBuilder();
                schema.path("properties")
                        .forEachEntry((name, field) ->
                                fields.append(fields.isEmpty() ? "" : ", ")
                                        .append("\"" + name + "\": " + example(field)));
                yield "{" + fields + "}";
            }
            case "array" -> "[]";
            case "integer", "number" -> "100";
            case "boolean" -> "true";
            case "string" ->
                    schema.path("enum").path(0).asString("").isEmpty()
                            ? "\"Ada\""
                            : schema.path("enum").path(0).toString();
            default -> "null";
        };
    }

    private static String views(ServiceOptions options) {
        return options.views()
                .map(ViewDatabase::toString)
                .orElseGet(() -> absolute(options.data().resolve("views.db")));
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
