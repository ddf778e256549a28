package io.stele.publish;

import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.Metadata;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import io.stele.protocol.EventJson;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// Events as CloudEvents 1.0 (cloudevents.io), and back; `docs/publishers.md` has the table.
///
/// Everything that an event has is in its attributes and data, so what is read back equals the event
/// as the log has it.
public final class CloudEvents {

    public static final String SPEC_VERSION = "specversion";
    public static final String ID = "id";
    public static final String TYPE = "type";
    public static final String SOURCE = "source";
    public static final String SUBJECT = "subject";
    public static final String TIME = "time";

    /// The revision, in 19 digits: the extension's specification wants texts that sort as they follow
    /// one another.
    public static final String SEQUENCE = "sequence";

    /// The stream: what keeps its order where a broker has partitions.
    public static final String PARTITION_KEY = "partitionkey";

    public static final String POSITION = "steleposition";
    public static final String ACTOR = "steleactor";

    /// Absent where there are none.
    public static final String TAGS = "steletags";

    /// Absent where there is none. What other extensions say as well is in here too.
    public static final String METADATA = "stelemetadata";

    public static final String CORRELATION_ID = "correlationid";
    public static final String CAUSATION_ID = "causationid";

    private static final String SOURCE_ROOT = "/streams/";

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private CloudEvents() {}

    /// The context attributes by their names, all but `datacontenttype`, which transports keep in a
    /// place of their own.
    public static SequencedMap<String, String> attributes(RecordedEvent event) {
        SequencedMap<String, String> attributes = new LinkedHashMap<>();
        String stream = event.stream().value();
        attributes.put(SPEC_VERSION, "1.0");
        attributes.put(ID, event.id().toString());
        attributes.put(TYPE, event.type());
        attributes.put(SOURCE, SOURCE_ROOT + pathSegment(event.stream().category()));
        attributes.put(SUBJECT, stream);
        attributes.put(TIME, EventJson.time(event.recordedAt()));
        attributes.put(SEQUENCE, "%019d".formatted(event.revision().value()));
        attributes.put(PARTITION_KEY, stream);
        attributes.put(POSITION, Long.toString(event.position().value()));
        attributes.put(ACTOR, event.actor());
        if (!event.tags().isEmpty()) {
            attributes.put(TAGS, tags(event.tags()));
        }
        Metadata metadata = event.metadata();
        if (!metadata.isEmpty()) {
            attributes.put(METADATA, metadata(metadata));
            copy(metadata, Metadata.CORRELATION_ID, attributes, CORRELATION_ID);
            copy(metadata, Metadata.CAUSATION_ID, attributes, CAUSATION_ID);
            copy(metadata, Metadata.TRACEPARENT, attributes, Metadata.TRACEPARENT);
            copy(metadata, Metadata.TRACESTATE, attributes, Metadata.TRACESTATE);
        }
        return attributes;
    }

    private static void copy(
            Metadata metadata, String name, Map<String, String> attributes, String attribute) {
        metadata.text(name)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> attributes.put(attribute, text));
    }

    private static String pathSegment(String category) {
        return URLEncoder.encode(category, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String tags(Set<Tag> tags) {
        ArrayNode json = JSON.createArrayNode();
        tags.forEach(tag -> json.add(tag.value()));
        return JSON.writeValueAsString(json);
    }

    private static String metadata(Metadata metadata) {
        ObjectNode json = JSON.createObjectNode();
        metadata.values()
                .forEach((name, value) -> {
                    switch (value) {
                        case String text -> json.put(name, text);
                        case Boolean yes -> json.put(name, yes);
                        case Long number -> json.put(name, number);
                        case BigDecimal number ->
                                json.putRawValue(name, new RawValue(decimal(number)));
                        default -> throw new IllegalStateException("metadata has a " + value);
                    }
                });
        return JSON.writeValueAsString(json);
    }

    /// With a point or an exponent, so that it is read as a decimal again and not as an integer.
    private static String decimal(BigDecimal value) {
        String text = value.toString();
        boolean integer = text.indexOf('.') < 0 && text.indexOf('E') < 0;
        return integer ? text + "e0" : text;
    }

    /// The event that a message was made of.
    ///
    /// @param attributes by their names, without a transport's prefix; others are left alone
    /// @throws IllegalArgumentException when it was not made by [#attributes]
    public static RecordedEvent event(
            Map<String, String> attributes, String contentType, Bytes data) {
        try {
            return new RecordedEvent(
                    Position.of(Long.parseLong(required(attributes, POSITION))),
                    StreamName.of(required(attributes, SUBJECT)),
                    Revision.of(Long.parseLong(required(attributes, SEQUENCE))),
                    UUID.fromString(required(attributes, ID)),
                    required(attributes, TYPE),
                    Instant.parse(required(attributes, TIME)),
                    required(attributes, ACTOR),
                    new EventData(data, contentType),
                    readMetadata(attributes.get(METADATA)),
                    readTags(attributes.get(TAGS)));
        } catch (JacksonException | DateTimeParseException e) {
            throw new IllegalArgumentException("not an event of Stele: " + e.getMessage(), e);
        }
    }

    private static String required(Map<String, String> attributes, String name) {
        String value = attributes.get(name);
        if (value == null) {
            throw new IllegalArgumentException("not an event of Stele: it has no " + name);
        }
        return value;
    }

    private static Metadata readMetadata(@Nullable String json) {
        if (json == null) {
            return Metadata.EMPTY;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : JSON.readTree(json).properties()) {
            values.put(entry.getKey(), plain(entry.getValue()));
        }
        return new Metadata(values);
    }

    private static Object plain(JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isIntegralNumber() ? value.bigIntegerValue() : value.decimalValue();
    }

    private static Set<Tag> readTags(@Nullable String json) {
        Set<Tag> tags = new LinkedHashSet<>();
        if (json != null) {
            JSON.readTree(json).forEach(tag -> tags.add(Tag.of(tag.asString())));
        }
        return tags;
    }
}
