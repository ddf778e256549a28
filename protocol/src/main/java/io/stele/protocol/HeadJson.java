package io.stele.protocol;

import io.stele.model.Bytes;
import io.stele.model.Checkpoint;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import java.util.Arrays;

/// Where a log or a stream ends as JSON: `{"next":18}` (the position that the next event will
/// have), and `{"stream":"account-42","revision":3,"position":17}`.
public final class HeadJson {

    private HeadJson() {}

    public static Bytes write(Checkpoint head) {
        JsonOutput json = new JsonOutput(DataForm.READABLE);
        json.generator().writeStartObject();
        json.generator().writeNumberProperty("next", head.next());
        json.generator().writeEndObject();
        return json.finish();
    }

    public static Bytes write(StreamName stream, StreamHead head) {
        JsonOutput json = new JsonOutput(DataForm.READABLE);
        json.generator().writeStartObject();
        json.generator().writeStringProperty("stream", stream.value());
        json.generator().writeNumberProperty("revision", head.revision().value());
        json.generator().writeNumberProperty("position", head.position().value());
        json.generator().writeEndObject();
        return json.finish();
    }

    /// @throws ProblemException when it is something else
    public static Checkpoint readLog(Bytes json) {
        return new Checkpoint(numbers(json, "next")[0]);
    }

    /// @throws ProblemException when it is something else
    public static StreamHead readStream(Bytes json) {
        long[] numbers = numbers(json, "revision", "position");
        return new StreamHead(Revision.of(numbers[0]), Position.of(numbers[1]));
    }

    private static long[] numbers(Bytes json, String... names) {
        return JsonInput.read(
                json,
                in -> {
                    long[] values = new long[names.length];
                    Arrays.fill(values, -1);
                    in.openObject(
                            "an object",
                            name -> {
                                int at = Arrays.asList(names).indexOf(name);
                                if (at >= 0) {
                                    values[at] = in.number("a number");
                                }
                                return at >= 0;
                            });
                    for (int i = 0; i < names.length; i++) {
                        if (values[i] < 0) {
                            throw in.missing(names[i], "a number");
                        }
                    }
                    return values;
                });
    }
}
