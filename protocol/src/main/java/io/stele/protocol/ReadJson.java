package io.stele.protocol;

import io.stele.model.Bytes;
import io.stele.model.Direction;
import io.stele.model.EventFilter;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.ReadLog;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// A read of the log as JSON, the body of `POST /v1/query`; every member may be left out:
///
/// ```json
/// {"query":[{"types":["…"],"tags":["…"]}],"category":"account","prefix":"account-4",
///  "system":false,"after":17,"limit":100,"direction":"forward"}
/// ```
///
/// @param limit empty when it was left out
public record ReadJson(
        Direction direction, Optional<Position> after, EventFilter filter, OptionalLong limit) {

    /// @throws ProblemException naming the field that is wrong
    public static ReadJson read(Bytes body) {
        return JsonInput.read(
                body,
                in -> {
                    Fields fields = new Fields();
                    in.object("a query", name -> fields.read(name, in));
                    return fields.request();
                });
    }

    /// What [#read] takes.
    public static Bytes write(ReadLog request) {
        JsonOutput json = new JsonOutput(DataForm.EXACT);
        JsonGenerator out = json.generator();
        EventFilter filter = request.filter();
        out.writeStartObject();
        out.writeName("query");
        QueryJson.write(filter.query(), out);
        filter.category().ifPresent(value -> out.writeStringProperty("category", value));
        filter.streamPrefix().ifPresent(value -> out.writeStringProperty("prefix", value));
        out.writeBooleanProperty("system", filter.system());
        request.afterExclusive().ifPresent(at -> out.writeNumberProperty("after", at.value()));
        if (request.limit() != ReadLog.NO_LIMIT) {
            out.writeNumberProperty("limit", request.limit());
        }
        out.writeStringProperty("direction", request.direction().name().toLowerCase(Locale.ROOT));
        out.writeEndObject();
        return json.finish();
    }

    /// @throws IllegalArgumentException when it is neither `forward` nor `backward`
    public static Direction direction(String text) {
        return switch (text) {
            case "forward" -> Direction.FORWARD;
            case "backward" -> Direction.BACKWARD;
            default ->
                    throw new IllegalArgumentException(
                            "a direction is forward or backward, not \"" + text + "\"");
        };
    }

    private static final class Fields {
        private Query query = Query.all();
        private @Nullable String category;
        private @Nullable String prefix;
        private boolean system = true;
        private @Nullable Position after;
        private OptionalLong limit = OptionalLong.empty();
        private Direction direction = Direction.FORWARD;

        boolean read(String name, JsonInput in) {
            switch (name) {
                case "query" -> query = QueryJson.read(in);
                case "category" -> category = in.string();
                case "prefix" -> prefix = in.string();
                case "system" -> system = in.bool();
                case "after" -> after = Position.of(in.number("a position"));
                case "limit" -> limit = OptionalLong.of(limit(in));
                case "direction" -> direction = in.parsed(ReadJson::direction);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private static long limit(JsonInput in) {
            long limit = in.number("a number of 1 or more");
            if (limit < 1) {
                throw in.invalid("a number of 1 or more", "0");
            }
            return limit;
        }

        ReadJson request() {
            EventFilter filter =
                    new EventFilter(
                            query,
                            Optional.ofNullable(category),
                            Optional.ofNullable(prefix),
                            system);
            return new ReadJson(direction, Optional.ofNullable(after), filter, limit);
        }
    }
}
