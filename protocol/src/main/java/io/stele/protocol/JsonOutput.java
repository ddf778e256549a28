package io.stele.protocol;

import io.stele.model.Bytes;
import io.stele.model.RecordedEvent;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// A JSON text in the making, kept in memory.
final class JsonOutput {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final JsonGenerator generator;
    private final DataForm form;

    JsonOutput(DataForm form) {
        this.form = form;
        this.generator = Json.generator(bytes);
    }

    JsonGenerator generator() {
        return generator;
    }

    void member(String name, Object value) {
        generator.writeName(name);
        value(value);
    }

    private void value(Object value) {
        switch (value) {
            case String s -> generator.writeString(s);
            case Boolean b -> generator.writeBoolean(b);
            case Integer i -> generator.writeNumber(i);
            case Long l -> generator.writeNumber(l);
            case BigDecimal d -> generator.writeNumber(d);
            case RecordedEvent event -> EventJson.write(event, form, generator);
            case Iterable<?> list -> {
                generator.writeStartArray();
                list.forEach(this::value);
                generator.writeEndArray();
            }
            case Map<?, ?> map -> {
                generator.writeStartObject();
                map.forEach((name, each) -> member(name.toString(), each));
                generator.writeEndObject();
            }
            default -> generator.writeString(value.toString());
        }
    }

    Bytes finish() {
        generator.close();
        return Bytes.wrap(bytes.toByteArray());
    }
}
