package io.stele.sdk.schema;

import io.stele.sdk.Decider;
import io.stele.sdk.EventCodec;
import io.stele.sdk.json.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The events of one category: those that are written, and the older ones that are read besides.
///
/// @param events in the order of the code
/// @param reads what has an upcaster, in no certain order
public record CategorySchemas(String category, List<EventSchema> events, List<Older> reads) {

    public CategorySchemas {
        Objects.requireNonNull(category, "category");
        events = List.copyOf(events);
        reads = List.copyOf(reads);
    }

    /// An event as it may be stored from earlier times.
    public record Older(String type, int version) {
        public Older {
            Objects.requireNonNull(type, "type");
        }
    }

    /// What a decider's records say.
    ///
    /// @throws IllegalArgumentException when its events are not as they must be; see [EventCodec]
    public static CategorySchemas of(Decider<?, ?, ?> decider) {
        return of(decider.category(), EventCodec.of(decider));
    }

    private static CategorySchemas of(String category, EventCodec<?> codec) {
        List<EventSchema> events = new ArrayList<>();
        codec.records()
                .forEach((name, record) -> {
                    ObjectNode schema = Shapes.of(record).schema();
                    open(schema);
                    events.add(
                            new EventSchema(
                                    name,
                                    codec.version(name).orElseThrow(),
                                    codec.formerNames(name),
                                    schema));
                });
        List<Older> reads = new ArrayList<>();
        codec.olderVersions()
                .forEach((name, versions) ->
                        versions.forEach(version -> reads.add(new Older(name, version))));
        return new CategorySchemas(category, events, reads);
    }

    /// Readers of events leave fields that they do not know out of the way.
    private static void open(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("additionalProperties").isBoolean()) {
            object.remove("additionalProperties");
        }
        schema.forEach(CategorySchemas::open);
    }

    /// The event of a name, also of a former one.
    public Optional<EventSchema> event(String name) {
        return events.stream().filter(event -> event.hasName(name)).findFirst();
    }

    /// Whether an event that is stored like this is understood.
    public boolean canRead(String type, int version) {
        Optional<EventSchema> known = event(type);
        String name = known.map(EventSchema::type).orElse(type);
        return known.filter(event -> event.version() == version).isPresent()
                || reads.contains(new Older(name, version));
    }
}
