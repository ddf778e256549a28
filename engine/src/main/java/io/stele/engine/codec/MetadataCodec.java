package io.stele.engine.codec;

import io.stele.model.Metadata;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/// Metadata as bytes.
final class MetadataCodec {

    private static final int STRING = 0;
    private static final int FALSE = 1;
    private static final int TRUE = 2;
    private static final int LONG = 3;
    private static final int DECIMAL = 4;

    private MetadataCodec() {}

    static void write(Metadata metadata, ByteWriter to) {
        Map<String, Object> values = metadata.values();
        to.u16(values.size());
        values.forEach((name, value) -> writeValue(value, to.shortText(name)));
    }

    private static void writeValue(Object value, ByteWriter to) {
        switch (value) {
            case String text -> to.u8(STRING).longText(text);
            case Boolean truth -> to.u8(truth ? TRUE : FALSE);
            case Long number -> to.u8(LONG).i64(number);
            case BigDecimal number -> to.u8(DECIMAL).longText(number.toString());
            default -> throw new IllegalStateException("metadata cannot have " + value.getClass());
        }
    }

    static Metadata read(ByteReader from) {
        int count = from.u16();
        if (count == 0) {
            return Metadata.EMPTY;
        }
        LinkedHashMap<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            values.put(from.knownText(), readValue(from));
        }
        return new Metadata(values);
    }

    private static Object readValue(ByteReader from) {
        int kind = from.u8();
        return switch (kind) {
            case STRING -> from.longText();
            case FALSE -> false;
            case TRUE -> true;
            case LONG -> from.i64();
            case DECIMAL -> new BigDecimal(from.longText());
            default -> throw new IllegalArgumentException("unknown kind of metadata: " + kind);
        };
    }
}
