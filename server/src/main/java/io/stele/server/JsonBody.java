package io.stele.server;

import io.stele.http.Request;
import io.stele.model.Bytes;
import io.stele.protocol.ProblemException;
import io.stele.protocol.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An object in a body, read strictly. All of it throws [ProblemException]s that name the field.
///
/// @param at where it stands, as a JSON pointer; empty: it is the body
record JsonBody(String at, JsonNode json) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /// @param known the fields that it may have
    static JsonBody of(Request request, String... known) {
        return new JsonBody("", parsed(request)).checked(known);
    }

    /// The objects of an array in it.
    List<JsonBody> objects(String name, String... known) {
        JsonNode array = json.path(name);
        String where = at + "/" + name;
        if (!array.isArray()) {
            throw Problems.invalidField(where, "an array", kind(array)).exception();
        }
        List<JsonBody> objects = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            objects.add(new JsonBody(where + "/" + i, array.get(i)).checked(known));
        }
        return objects;
    }

    private static JsonNode parsed(Request request) {
        try {
            return JSON.readTree(request.body().toByteArray());
        } catch (JacksonException e) {
            var where = e.getLocation();
            throw Problems.malformedJson(
                            e.getOriginalMessage(),
                            where == null ? 1 : where.getLineNr(),
                            where == null ? 1 : where.getColumnNr())
                    .exception();
        }
    }

    private JsonBody checked(String... known) {
        if (!json.isObject()) {
            throw Problems.invalidField(at, "an object", kind(json)).exception();
        }
        for (String name : json.propertyNames()) {
            if (!List.of(known).contains(name)) {
                throw wrong(name, "it is not known here; known: " + List.of(known));
            }
        }
        return this;
    }

    private static String kind(JsonNode json) {
        return json.isMissingNode() ? "nothing" : json.getNodeType().name();
    }

    boolean has(String name) {
        return json.has(name);
    }

    JsonNode get(String name) {
        return json.path(name);
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> wrong(name, "a string is missing"));
    }

    Optional<String> optionalText(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw Problems.invalidField(at + "/" + name, "a string", kind(value)).exception();
        }
        return Optional.of(value.stringValue());
    }

    /// @param read throws `IllegalArgumentException` for what it does not take
    <T> T text(String name, Function<String, T> read) {
        return understood(name, text(name), read);
    }

    OptionalLong number(String name, long min, long max) {
        JsonNode value = json.path(name);
        if (value.isMissingNode()) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.asLong() < min
                || value.asLong() > max) {
            throw Problems.invalidField(
                            at + "/" + name,
                            "a whole number from %d to %d".formatted(min, max),
                            value.toString())
                    .exception();
        }
        return OptionalLong.of(value.asLong());
    }

    /// An object within it, as a body of its own.
    Optional<Bytes> part(String name) {
        return has(name)
                ? Optional.of(Bytes.wrap(JSON.writeValueAsBytes(json.get(name))))
                : Optional.empty();
    }

    <V, T> T understood(String name, V value, Function<V, T> read) {
        try {
            return read.apply(value);
        } catch (IllegalArgumentException e) {
            throw wrong(name, String.valueOf(e.getMessage()));
        }
    }

    ProblemException wrong(String name, String reason) {
        return Problems.invalidField(name.isEmpty() ? at : at + "/" + name, reason).exception();
    }
}
