package io.stele.sdk.service;

import io.stele.http.Handler;
import io.stele.http.Method;
import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.http.Sse;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.protocol.EventJson;
import io.stele.protocol.ProblemException;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import io.stele.sdk.command.Aggregate;
import io.stele.sdk.json.Json;
import io.stele.security.Right;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `GET /api/{category}/{id}`, as it is, at a `?revision=`, or `?at=` a time; with
/// `Accept: text/event-stream` as it is and as it becomes.
public final class StateRoutes {

    private final Aggregates aggregates;
    private final EventStore store;

    private StateRoutes(Aggregates aggregates, EventStore store) {
        this.aggregates = aggregates;
        this.store = store;
    }

    public static void addTo(Router router, Aggregates aggregates, EventStore store) {
        StateRoutes routes = new StateRoutes(aggregates, store);
        router.add(Method.GET, "/api/{category}/{id}", Right.READ, Handler.blocking(routes::state));
    }

    private Response state(Request request) {
        Aggregates.require(request, Right.READ);
        Hosted<?, ?, ?> hosted = aggregates.of(request);
        String id = Aggregates.id(request);
        Aggregates.checkParameters(request, List.of("revision", "at"));
        Optional<Revision> revision =
                request.query("revision").map(text -> revision("revision", text));
        Optional<Instant> time = request.query("at").map(StateRoutes::time);
        if (revision.isPresent() && time.isPresent()) {
            throw ProblemKind.INVALID_REQUEST.exception("ask by revision or at a time, not both");
        }
        if (Sse.isWanted(request)) {
            if (revision.isPresent() || time.isPresent()) {
                throw ProblemKind.INVALID_REQUEST.exception(
                        "a live answer begins now: ask for it without a revision or a time");
            }
            return live(request, hosted, id);
        }
        Optional<Aggregate<JsonNode>> found =
                revision.isPresent()
                        ? hosted.at(id, revision.get())
                        : time.isPresent() ? hosted.at(id, time.get()) : hosted.current(id);
        return found.map(StateRoutes::answer)
                .orElseThrow(() -> notFound(StreamName.of(hosted.category(), id)));
    }

    private Response live(Request request, Hosted<?, ?, ?> hosted, String id) {
        Optional<Position> last = Sse.lastEventId(request);
        StreamName stream = StreamName.of(hosted.category(), id);
        if (store.head(stream).isEmpty()) {
            throw notFound(stream);
        }
        return Sse.response(
                new LiveState(
                        () -> hosted.follow(id, last),
                        () -> Aggregates.require(request, Right.READ)));
    }

    static ObjectNode json(Aggregate<JsonNode> aggregate) {
        ObjectNode json =
                Json.MAPPER
                        .createObjectNode()
                        .put("stream", aggregate.stream().value())
                        .put("revision", aggregate.revision().value())
                        .put("position", aggregate.position().value())
                        .put("recordedAt", EventJson.time(aggregate.recordedAt()));
        json.set("state", aggregate.state());
        return json;
    }

    private static Response answer(Aggregate<JsonNode> aggregate) {
        return Response.json(200, json(aggregate))
                .header("etag", "\"" + aggregate.revision() + "\"")
                .header("stele-position", aggregate.position().toString());
    }

    private ProblemException notFound(StreamName stream) {
        Optional<StreamHead> head = store.head(stream);
        String detail =
                head.map(last ->
                                "%s was not there yet, or is not there yet; its last revision is %s"
                                        .formatted(stream, last.revision()))
                        .orElse("%s has no event".formatted(stream));
        return ProblemKind.STREAM_NOT_FOUND
                .problem(detail)
                .with("stream", stream.value())
                .exception();
    }

    static Revision revision(String parameter, String text) {
        if (!text.matches("\\d{1,18}")) {
            throw Problems.invalidParameter(
                            parameter, "a number from 0, of 18 digits at most", text)
                    .exception();
        }
        return Revision.of(Long.parseLong(text));
    }

    private static Instant time(String text) {
        try {
            // A '+' that was not encoded has become a space.
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw Problems.invalidParameter("at", "a time such as 2026-01-31T10:00:00Z", text)
                    .exception();
        }
    }
}
