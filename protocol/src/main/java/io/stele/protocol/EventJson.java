package io.stele.protocol;

import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.Metadata;
import io.stele.model.RecordedEvent;
import io.stele.model.Tag;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/// A recorded event as JSON:
///
/// ```json
/// {"position":17,"stream":"account-42","revision":3,"id":"0192…","type":"MoneyDeposited",
///  "recordedAt":"2026-11-23T10:00:00.000000Z","actor":"alice","contentType":"application/json",
///  "data":{"amount":50},"metadata":{"correlationId":"…"},"tags":["account:42"]}
/// ```
///
/// Data whose content type is `application/json`, and that is JSON, stands in `data` byte by byte.
/// All other data stands in `dataBase64` instead (RFC 4648, with padding). See [DataForm].
public final class EventJson {

    private static final DateTimeFormatter MICROS =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter(java.util.Locale.ROOT);

    private EventJson() {}

    /// One event as a JSON text.
    public static Bytes write(RecordedEvent event, DataForm form) {
        JsonOutput out = new JsonOutput(form);
        write(event, form, out.generator());
        return out.finish();
    }

    /// @param out writes UTF-8 to a stream
    static void write(RecordedEvent event, DataForm form, JsonGenerator out) {
        out.writeStartObject();
        out.writeNumberProperty("position", event.position().value());
        out.writeStringProperty("stream", event.stream().value());
        out.writeNumberProperty("revision", event.revision().value());
        out.writeStringProperty("id", event.id().toString());
        out.writeStringProperty("type", event.type());
        out.writeStringProperty("recordedAt", time(event.recordedAt()));
        out.writeStringProperty("actor", event.actor());
        writeData(event.data(), form, out);
        writeMetadata(event.metadata(), out);
        writeTags(event.tags(), out);
        out.writeEndObject();
    }

    /// @throws ProblemException when it is not a recorded event; members nobody knows are passed over
    public static RecordedEvent read(Bytes json) {
        return JsonInput.read(json, EventJson::read);
    }

    static RecordedEvent read(JsonInput in) {
        RecordedEventFields fields = new RecordedEventFields();
        in.openObject("a recorded event", name -> fields.read(name, in));
        return fields.event(in);
    }

    /// With six decimals and `Z`.
    public static String time(Instant time) {
        return MICROS.format(time);
    }

    static void writeData(EventData data, DataForm form, JsonGenerator out) {
        out.writeStringProperty("contentType", data.contentType());
        byte[] bytes = data.bytes().toByteArray();
        JsonText.Form text = data.isJson() ? JsonText.formOf(bytes) : JsonText.Form.NOT_JSON;
        if (text == JsonText.Form.COMPACT) {
            writeRaw("data", bytes, out);
        } else if (text == JsonText.Form.SPACED && form == DataForm.READABLE) {
            writeRaw("data", oneLine(bytes), out);
        } else {
            out.writeStringProperty("dataBase64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    /// A line break in JSON is always a blank: inside of strings it is written as an escape.
    private static byte[] oneLine(byte[] json) {
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                json[i] = ' ';
            }
        }
        return json;
    }

    /// Past the generator, which takes text only: the bytes need no decoding and encoding.
    private static void writeRaw(String name, byte[] json, JsonGenerator out) {
        out.writeName(name);
        out.writeRawValue("");
        out.flush();
        try {
            ((OutputStream) out.streamWriteOutputTarget()).write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void writeMetadata(Metadata metadata, JsonGenerator out) {
        out.writeObjectPropertyStart("metadata");
        for (Map.Entry<String, Object> entry : metadata.values().entrySet()) {
            out.writeName(entry.getKey());
            switch (entry.getValue()) {
                case String s -> out.writeString(s);
                case Boolean b -> out.writeBoolean(b);
                case Long l -> out.writeNumber(l);
                case BigDecimal d -> out.writeNumber(decimal(d));
                default -> throw new IllegalStateException("metadata has a " + entry.getValue());
            }
        }
        out.writeEndObject();
    }

    /// With a point or an exponent, so that it is read as a decimal again and not as an integer.
    private static String decimal(BigDecimal value) {
        String text = value.toString();
        boolean integer = text.indexOf('.') < 0 && text.indexOf('E') < 0;
        return integer ? text + "e0" : text;
    }

    static void writeTags(Set<Tag> tags, JsonGenerator out) {
        out.writeArrayPropertyStart("tags");
        for (Tag tag : tags) {
            out.writeString(tag.value());
        }
        out.writeEndArray();
    }
}
