package io.stele.protocol;

import io.stele.model.Append;
import io.stele.model.AppendResult.Cause;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.Bytes;
import io.stele.model.Expectation;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Problems as a client gets them.
public final class ProblemJson {

    private ProblemJson() {}

    /// What every problem has; extensions are passed over.
    ///
    /// @param status of the answer it came with
    /// @throws ProblemException when it is no problem at all
    public static Problem read(Bytes json, int status) {
        return JsonInput.read(
                json,
                in -> {
                    String[] texts = {"about:blank", "", ""};
                    in.openObject(
                            "a problem",
                            name -> {
                                int at = List.of("type", "title", "detail").indexOf(name);
                                if (at >= 0) {
                                    texts[at] = in.string();
                                }
                                return at >= 0;
                            });
                    return new Problem(texts[0], texts[1], status, texts[2], Map.of());
                });
    }

    /// @param append what was answered so
    /// @throws ProblemException when it is something else
    public static Conflict readConflict(Bytes json, Append append) {
        return JsonInput.read(
                json,
                in -> {
                    ConflictFields fields = new ConflictFields();
                    in.openObject("a conflict", name -> fields.read(name, in));
                    return new Conflict(fields.cause(append, in), fields.events);
                });
    }

    private static final class ConflictFields {
        private @Nullable StreamName stream;
        private Expectation expected = Expectation.ANY;
        private Optional<Revision> actual = Optional.empty();
        private @Nullable Position match;
        private List<RecordedEvent> events = List.of();

        boolean read(String name, JsonInput in) {
            switch (name) {
                case "stream" -> stream = in.parsed(StreamName::of);
                case "expected" -> expected = AppendJson.expected(in);
                case "actual" -> actual = actual(in);
                case "match" -> match = Position.of(in.number("a position"));
                case "events" -> events = in.array("events", () -> EventJson.read(in));
                default -> {
                    return false;
                }
            }
            return true;
        }

        private static Optional<Revision> actual(JsonInput in) {
            return in.isString()
                    ? Optional.empty()
                    : Optional.of(Revision.of(in.number("a revision")));
        }

        Cause cause(Append append, JsonInput in) {
            if (match != null && append.condition().isPresent()) {
                return new Cause.ConditionFailed(append.condition().get(), match);
            }
            if (stream == null) {
                throw in.missing("stream", "the stream that has moved on");
            }
            return new Cause.StreamMoved(stream, expected, actual);
        }
    }
}
