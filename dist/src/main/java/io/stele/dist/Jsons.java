package io.stele.dist;

import io.stele.model.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// JSON for machine output, and for checking input.
public final class Jsons {

    /// For any number of threads.
    public static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private Jsons() {}

    /// A JSON object on one line.
    ///
    /// @param namesAndValues alternating, in the order they will have
    public static String object(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return MAPPER.writeValueAsString(members);
    }

    /// @param what names the text in the message
    /// @throws CommandException when `text` is not exactly one JSON value
    static void check(String what, Bytes text) {
        try (JsonParser parser = MAPPER.createParser(text.toByteArray())) {
            if (parser.nextToken() == null) {
                throw CommandException.usage(what + " is empty; JSON was expected");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw CommandException.usage(what + " has something behind the JSON value");
            }
        } catch (JacksonException e) {
            throw CommandException.usage(
                    "%s is not JSON: %s (or give --content-type)"
                            .formatted(what, e.getOriginalMessage()));
        }
    }
}
