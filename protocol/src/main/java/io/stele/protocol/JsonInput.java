package io.stele.protocol;

import io.stele.model.Bytes;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/// A JSON text that is read value by value. Whatever does not fit becomes a [ProblemException] that
/// names the place.
///
/// Every method reads the value at hand, and leaves the input at its last token.
final class JsonInput {

    /// Reads the member with this name.
    interface MemberReader {

        /// @return false when there is no such member
        boolean read(String name);
    }

    private final byte[] bytes;
    private final JsonParser parser;

    private JsonInput(byte[] bytes) {
        this.bytes = bytes;
        this.parser = Json.parser(bytes);
    }

    /// Reads a text that is one value.
    static <T> T read(Bytes text, Function<JsonInput, T> reader) {
        byte[] bytes = text.toByteArray();
        checkUtf8(bytes);
        JsonInput in = new JsonInput(bytes);
        try {
            if (in.parser.nextToken() == null) {
                throw Problems.malformedJson("there is no JSON at all", 1, 1).exception();
            }
            T value = reader.apply(in);
            if (in.parser.nextToken() != null) {
                throw in.malformed("there is more after the end");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw in.beyondLimits();
        } catch (JacksonException e) {
            throw in.malformed(e.getOriginalMessage(), e.getLocation());
        } finally {
            in.parser.close();
        }
    }

    private static void checkUtf8(byte[] bytes) {
        if (bytes.length > 2 && bytes[0] == -17 && bytes[1] == -69 && bytes[2] == -65) {
            throw Problems.malformedJson("it begins with a byte order mark", 1, 1).exception();
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(Math.min(4_096, bytes.length + 1));
        CoderResult result;
        do {
            result = decoder.decode(in, out.clear(), true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw ProblemKind.MALFORMED_JSON
                    .problem("it is not UTF-8 at byte " + in.position())
                    .with("offset", in.position())
                    .exception();
        }
    }

    /// @return the value's own bytes
    Bytes raw() {
        int begin = (int) parser.currentTokenLocation().getByteOffset();
        parser.finishToken();
        parser.skipChildren();
        int end = (int) parser.currentLocation().getByteOffset();
        return Bytes.wrap(Arrays.copyOfRange(bytes, begin, end));
    }

    void skip() {
        parser.skipChildren();
    }

    /// An object that has only members that `reader` knows, each at most once.
    void object(String what, MemberReader reader) {
        members(what, reader, true);
    }

    /// An object of a newer server may have members that nobody here knows.
    void openObject(String what, MemberReader reader) {
        members(what, reader, false);
    }

    private void members(String what, MemberReader reader, boolean strict) {
        expect(JsonToken.START_OBJECT, what);
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (!seen.add(name)) {
                throw invalid("this field is there twice");
            }
            if (!reader.read(name)) {
                if (strict) {
                    throw invalid("there is no such field in " + what);
                }
                skip();
            }
        }
    }

    <T> List<T> array(String what, Supplier<T> element) {
        expect(JsonToken.START_ARRAY, what);
        List<T> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(element.get());
        }
        return list;
    }

    String string() {
        expect(JsonToken.VALUE_STRING, "a string");
        return parser.getString();
    }

    /// A string that `parse` takes.
    ///
    /// @param parse throws `IllegalArgumentException` with a sentence for what it does not take
    <T> T parsed(Function<String, T> parse) {
        String text = string();
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    long number(String what) {
        if (!isAt(JsonToken.VALUE_NUMBER_INT)
                || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                || parser.getLongValue() < 0) {
            throw invalid(what, found());
        }
        return parser.getLongValue();
    }

    boolean bool() {
        if (!isAt(JsonToken.VALUE_TRUE) && !isAt(JsonToken.VALUE_FALSE)) {
            throw invalid("true or false", found());
        }
        return parser.getBooleanValue();
    }

    Bytes base64() {
        String text = string();
        try {
            return Bytes.wrap(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw invalid("Base64 (RFC 4648, with padding)", "something else");
        }
    }

    /// A value that metadata can have.
    Object plain() {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT ->
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? new BigDecimal(parser.getBigIntegerValue())
                            : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> decimal();
            default -> throw invalid("a string, a number, true or false", found());
        };
    }

    private BigDecimal decimal() {
        try {
            return parser.getDecimalValue();
        } catch (NumberFormatException e) { // the parser checks the digits and not the exponent
            throw invalid("a number with a smaller exponent", found());
        }
    }

    boolean isObject() {
        return isAt(JsonToken.START_OBJECT);
    }

    boolean isString() {
        return isAt(JsonToken.VALUE_STRING);
    }

    boolean isNull() {
        return isAt(JsonToken.VALUE_NULL);
    }

    private boolean isAt(JsonToken token) {
        return parser.currentToken() == token;
    }

    private void expect(JsonToken token, String what) {
        if (!isAt(token)) {
            throw invalid(what, found());
        }
    }

    /// What is wrong with the value at hand, as a sentence.
    ProblemException invalid(String reason) {
        return Problems.invalidField(pointer(), reason).exception();
    }

    /// What is wrong with the value at hand.
    ProblemException invalid(String expected, String found) {
        return Problems.invalidField(pointer(), expected, found).exception();
    }

    /// A member is not there. Called at the end of the object.
    ProblemException missing(String name, String expected) {
        return Problems.invalidField(pointer() + "/" + name, expected, "nothing").exception();
    }

    private String pointer() {
        return parser.streamReadContext().pathAsPointer().toString();
    }

    private String found() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> quoted(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL ->
                    shortened(parser.getString());
            default -> "something else";
        };
    }

    private static String quoted(String text) {
        return "\"" + shortened(text) + "\"";
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private ProblemException beyondLimits() {
        return ProblemKind.LIMIT_EXCEEDED.exception(
                "the JSON is nested more than %d deep, or has a number of more than %,d characters"
                        .formatted(Json.DATA_DEPTH_MAX, Json.NUMBER_LENGTH_MAX));
    }

    private ProblemException malformed(String reason) {
        return malformed(reason, parser.currentTokenLocation());
    }

    private ProblemException malformed(String reason, TokenStreamLocation at) {
        return Problems.malformedJson(reason, at.getLineNr(), at.getColumnNr()).exception();
    }
}
