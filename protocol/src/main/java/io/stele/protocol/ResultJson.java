package io.stele.protocol;

import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.StreamRange;
import io.stele.model.Bytes;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The answer to an append as JSON:
///
/// ```json
/// {"appendId":"0192…","streams":[{"stream":"account-42","firstRevision":3,"lastRevision":4}],
///  "position":18,"duplicate":false}
/// ```
///
/// and for an append to one stream in short
///
/// ```json
/// {"stream":"account-42","firstRevision":3,"lastRevision":4,"position":18,"duplicate":false}
/// ```
public final class ResultJson {

    private ResultJson() {}

    public static Bytes write(UUID appendId, Appended result) {
        JsonOutput json = new JsonOutput(DataForm.READABLE);
        JsonGenerator out = json.generator();
        out.writeStartObject();
        out.writeStringProperty("appendId", appendId.toString());
        out.writeArrayPropertyStart("streams");
        for (StreamRange range : result.streams()) {
            out.writeStartObject();
            writeRange(range, out);
            out.writeEndObject();
        }
        out.writeEndArray();
        writeEnd(result, out);
        return json.finish();
    }

    /// The short form.
    ///
    /// @param result of an append to one stream
    public static Bytes writeOne(Appended result) {
        JsonOutput json = new JsonOutput(DataForm.READABLE);
        json.generator().writeStartObject();
        writeRange(result.streams().getFirst(), json.generator());
        writeEnd(result, json.generator());
        return json.finish();
    }

    private static void writeRange(StreamRange range, JsonGenerator out) {
        out.writeStringProperty("stream", range.stream().value());
        out.writeNumberProperty("firstRevision", range.first().value());
        out.writeNumberProperty("lastRevision", range.last().value());
    }

    private static void writeEnd(Appended result, JsonGenerator out) {
        out.writeNumberProperty("position", result.last().value());
        out.writeBooleanProperty("duplicate", result.duplicate());
        out.writeEndObject();
    }

    /// Reads the long form.
    ///
    /// @throws ProblemException when it is something else
    public static Appended read(Bytes json) {
        return JsonInput.read(
                json,
                in -> {
                    Fields fields = new Fields();
                    in.openObject("an append's answer", name -> fields.read(name, in));
                    if (fields.streams == null || fields.position == null) {
                        throw in.missing("streams", "streams and position");
                    }
                    return new Appended(fields.streams, fields.position, fields.duplicate);
                });
    }

    private static final class Fields {
        private @Nullable List<StreamRange> streams;
        private @Nullable Position position;
        private boolean duplicate;

        boolean read(String name, JsonInput in) {
            switch (name) {
                case "streams" -> streams = in.array("streams", () -> range(in));
                case "position" -> position = Position.of(in.number("a position"));
                case "duplicate" -> duplicate = in.bool();
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    private static StreamRange range(JsonInput in) {
        StreamName[] stream = new StreamName[1];
        long[] revisions = new long[2];
        in.openObject(
                "a stream's revisions",
                name -> {
                    switch (name) {
                        case "stream" -> stream[0] = in.parsed(StreamName::of);
                        case "firstRevision" -> revisions[0] = in.number("a revision");
                        case "lastRevision" -> revisions[1] = in.number("a revision");
                        default -> {
                            return false;
                        }
                    }
                    return true;
                });
        if (stream[0] == null) {
            throw in.missing("stream", "a stream name");
        }
        return new StreamRange(stream[0], Revision.of(revisions[0]), Revision.of(revisions[1]));
    }
}
