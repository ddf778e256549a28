package io.stele.sdk.json;

import io.stele.model.Bytes;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.ValueInstantiationException;

/// Reads a record from what somebody outside has sent: every field there, none too many, each of
/// its type, in one well-formed JSON object.
public final class StrictReader<T> {

    private static final int MISMATCHES_MAX = 10;

    private final Class<? extends T> type;
    private final Shape shape;
    private final ObjectReader reader;

    public StrictReader(Class<? extends T> type) {
        this.type = type;
        this.shape = Shapes.of(type);
        this.reader = Json.MAPPER.readerFor(type);
    }

    public Class<? extends T> type() {
        return type;
    }

    public Shape shape() {
        return shape;
    }

    /// @param json UTF-8; an empty text stands for `{}`
    /// @throws InvalidJsonException when anything is wrong with it
    public T read(Bytes json) {
        JsonNode node = parse(json);
        List<Mismatch> mismatches = new ArrayList<>();
        shape.check(node, "", mismatches);
        if (!mismatches.isEmpty()) {
            throw new InvalidJsonException(
                    mismatches.subList(0, Math.min(MISMATCHES_MAX, mismatches.size())));
        }
        try {
            return reader.readValue(node);
        } catch (ValueInstantiationException e) { // the record's own constructor refused
            Throwable cause = e.getCause();
            String why =
                    cause == null ? e.getOriginalMessage() : String.valueOf(cause.getMessage());
            throw new InvalidJsonException(type.getSimpleName() + ": " + why, false, e);
        } catch (DatabindException e) {
            throw new InvalidJsonException(Json.explain(e), false, e);
        }
    }

    private static JsonNode parse(Bytes json) {
        if (json.isEmpty()) {
            return Json.MAPPER.createObjectNode();
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(json.asByteBuffer()).toString();
            return Json.MAPPER.readTree(text);
        } catch (CharacterCodingException e) {
            throw new InvalidJsonException("the text is not UTF-8", true, e);
        } catch (NumberFormatException e) { // Jackson checks the digits and not the exponent
            throw new InvalidJsonException("a number has too large an exponent", true, e);
        } catch (JacksonException e) {
            throw new InvalidJsonException("the text is not JSON: " + Json.explain(e), true, e);
        }
    }
}
