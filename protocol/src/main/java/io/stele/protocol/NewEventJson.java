package io.stele.protocol;

import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// An event to append as JSON:
///
/// ```json
/// {"id":"0192…","type":"MoneyDeposited","data":{"amount":50},
///  "metadata":{"correlationId":"…"},"tags":["account:42"]}
/// ```
///
/// `type` and either `data` (any JSON value, kept byte by byte) or `dataBase64` must be there.
/// `contentType` is `application/json` unless said otherwise, and for `dataBase64`
/// `application/octet-stream`; `data` takes no other than `application/json`.
final class NewEventJson {

    private static final String BINARY = "application/octet-stream";

    private @Nullable UUID id;
    private @Nullable String type;
    private @Nullable String contentType;
    private @Nullable Bytes json;
    private @Nullable Bytes binary;
    private Metadata metadata = Metadata.EMPTY;
    private Set<Tag> tags = Set.of();

    private NewEventJson() {}

    /// @param otherwise the id of an event that has none
    static NewEvent read(JsonInput in, Supplier<UUID> otherwise) {
        NewEventJson fields = new NewEventJson();
        in.object("an event", name -> fields.read(name, in));
        return fields.event(in, otherwise);
    }

    private boolean read(String name, JsonInput in) {
        switch (name) {
            case "id" -> id = in.parsed(Uuids::parse);
            case "type" -> type = in.string();
            case "contentType" -> contentType = in.string();
            case "data" -> json = in.raw();
            case "dataBase64" -> binary = in.base64();
            case "metadata" -> metadata = metadata(in);
            case "tags" -> tags = tags(in);
            default -> {
                return false;
            }
        }
        return true;
    }

    private NewEvent event(JsonInput in, Supplier<UUID> otherwise) {
        if (type == null) {
            throw in.missing("type", "the event's type");
        }
        EventData data = data(in);
        try {
            return new NewEvent(id == null ? otherwise.get() : id, type, data, metadata, tags);
        } catch (IllegalArgumentException e) {
            throw in.invalid(String.valueOf(e.getMessage()));
        }
    }

    private EventData data(JsonInput in) {
        if (json != null && binary != null) {
            throw in.invalid("one of data and dataBase64", "both");
        }
        try {
            if (binary != null) {
                return new EventData(binary, contentType == null ? BINARY : contentType);
            }
            if (json == null) {
                throw in.missing("data", "any JSON value, or dataBase64 instead");
            }
            EventData data =
                    new EventData(json, contentType == null ? EventData.JSON : contentType);
            if (!data.isJson()) {
                throw in.invalid("dataBase64 for the content type " + data.contentType(), "data");
            }
            return data;
        } catch (IllegalArgumentException e) {
            throw in.invalid(String.valueOf(e.getMessage()));
        }
    }

    static Metadata metadata(JsonInput in) {
        Map<String, Object> values = new LinkedHashMap<>();
        in.object(
                "metadata",
                name -> {
                    values.put(name, in.plain());
                    return true;
                });
        try {
            return new Metadata(values);
        } catch (IllegalArgumentException e) {
            throw in.invalid(String.valueOf(e.getMessage()));
        }
    }

    static Set<Tag> tags(JsonInput in) {
        List<Tag> list = in.array("an array of tags", () -> in.parsed(Tag::of));
        Set<Tag> set = Set.copyOf(list);
        if (set.size() < list.size()) {
            throw in.invalid("each tag once", "one of them again");
        }
        return set;
    }

    static void write(NewEvent event, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("id", event.id().toString());
        out.writeStringProperty("type", event.type());
        EventJson.writeData(event.data(), DataForm.EXACT, out);
        EventJson.writeMetadata(event.metadata(), out);
        EventJson.writeTags(event.tags(), out);
        out.writeEndObject();
    }
}
