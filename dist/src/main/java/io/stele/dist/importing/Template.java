package io.stele.dist.importing;

import io.stele.dist.CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A text with `{column}` in it. `{{` and `}}` stand for the braces themselves.
final class Template {

    private sealed interface Part {
        record Text(String text) implements Part {}

        record Column(String name) implements Part {}
    }

    private final String source;
    private final List<Part> parts;

    private Template(String source, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
    }

    /// @throws CommandException when the braces do not match
    static Template parse(String source) {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            boolean doubled = i + 1 < source.length() && source.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                text.append(c);
                i++;
            } else if (c == '{') {
                int end = source.indexOf('}', i);
                if (end < i + 2) {
                    throw malformed(source, "after \"{\" a column's name and \"}\" must follow");
                }
                parts.add(new Part.Text(text.toString()));
                parts.add(new Part.Column(source.substring(i + 1, end)));
                text.setLength(0);
                i = end;
            } else if (c == '}') {
                throw malformed(source, "a \"}\" of its own is written \"}}\"");
            } else {
                text.append(c);
            }
        }
        parts.add(new Part.Text(text.toString()));
        return new Template(source, parts);
    }

    private static CommandException malformed(String source, String reason) {
        return CommandException.usage("the template '" + source + "' is malformed: " + reason);
    }

    /// @throws CommandException naming the column that is not among `known`
    void checkColumns(List<String> known) {
        for (Part part : parts) {
            if (part instanceof Part.Column(var name) && !known.contains(name)) {
                throw CommandException.usage(
                        "'%s' names the column \"%s\", which is not there; there are: %s"
                                .formatted(source, name, String.join(", ", known)));
            }
        }
    }

    /// @return empty when one of the columns is empty in this row
    Optional<String> fill(Row row) throws BadRowException {
        StringBuilder filled = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Text(var text) -> filled.append(text);
                case Part.Column(var name) -> {
                    String value = row.columns().value(name);
                    if (value.isEmpty()) {
                        return Optional.empty();
                    }
                    filled.append(value);
                }
            }
        }
        return Optional.of(filled.toString());
    }

    /// @param what the result is, for the message
    /// @throws BadRowException when one of the columns is empty in this row
    String fillAll(String what, Row row) throws BadRowException {
        return fill(row)
                .orElseThrow(() ->
                        new BadRowException(
                                "%s has no value: a column of '%s' is empty"
                                        .formatted(what, source)));
    }
}
