package io.stele.protocol;

import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/// How JSON is read and written here.
final class Json {

    /// How deep the data of an event may be nested.
    static final int DATA_DEPTH_MAX = 200;

    /// How many characters a number may have.
    static final int NUMBER_LENGTH_MAX = 1_000;

    /// What stands around the data: an append, its streams, their events.
    private static final int ENVELOPE_DEPTH = 8;

    private static final int STRING_LENGTH_MAX = 64 << 20;

    /*
     * The size of a document is bounded where it comes in, so strings and names need no narrower
     * bound. The parser for bytes wants its table of names, which is bounded and seeded; interning
     * them for the whole process is off, because they come from anyone.
     */
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DATA_DEPTH_MAX + ENVELOPE_DEPTH)
                                    .maxNumberLength(NUMBER_LENGTH_MAX)
                                    .maxStringLength(STRING_LENGTH_MAX)
                                    .maxNameLength(STRING_LENGTH_MAX)
                                    .build())
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                    .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .rootValueSeparator("")
                    .build();

    private Json() {}

    static JsonParser parser(byte[] utf8) {
        return FACTORY.createParser(ObjectReadContext.empty(), utf8, 0, utf8.length);
    }

    /// @param target gets UTF-8; several values may be written to it one after the other
    static JsonGenerator generator(OutputStream target) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), target);
    }
}
