package io.stele.sdk.schema;

import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/// The form of an event as it is stored today.
///
/// @param type its registered name
/// @param version of its fields' meaning, from 1
/// @param formerly names that it was stored under before; may be empty
/// @param schema of its data, as JSON Schema; fields beyond it are allowed
public record EventSchema(String type, int version, List<String> formerly, ObjectNode schema) {
    public EventSchema {
        Objects.requireNonNull(type, "type");
        formerly = List.copyOf(formerly);
        Objects.requireNonNull(schema, "schema");
    }

    boolean hasName(String name) {
        return type.equals(name) || formerly.contains(name);
    }
}
