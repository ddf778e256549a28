package io.stele.server;

import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.http.Sse;
import io.stele.model.Checkpoint;
import io.stele.model.Direction;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.protocol.DataForm;
import io.stele.protocol.EventLines;
import io.stele.protocol.HeadJson;
import io.stele.protocol.PageJson;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import io.stele.protocol.ReadJson;
import io.stele.security.Right;
import io.stele.security.SecuredEventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/// Reading, as pages, as lines, or live.
final class ReadEndpoints {

    static final int PAGE_EVENTS = 100;
    static final int PAGE_EVENTS_MAX = 1_000;

    private final EventStore store;

    ReadEndpoints(EventStore store) {
        this.store = store;
    }

    private EventStore view(Request request) {
        return SecuredEventStore.of(store, request.principal());
    }

    Response stream(Request request) {
        Parameters parameters = Parameters.of(request, "from", "limit", "direction", "exact");
        return stream(
                request, parameters, Parameters.stream("stream", request.pathParameter("stream")));
    }

    /// For names that a path cannot carry, such as `..`.
    Response streamByName(Request request) {
        Parameters parameters =
                Parameters.of(request, "name", "from", "limit", "direction", "exact");
        StreamName stream = parameters.required("name", "a stream name", StreamName::of);
        return stream(request, parameters, stream);
    }

    private Response stream(Request request, Parameters parameters, StreamName stream) {
        request.principal().require(Right.READ, stream); // a live answer asks for the log
        EventFormat format = EventFormat.of(request);
        DataForm form = parameters.form();
        OptionalLong from = parameters.number("from", 0, Long.MAX_VALUE);
        if (format == EventFormat.LIVE) {
            checkLive(parameters);
            return Sse.response(
                    LiveEvents.ofStream(
                            view(request), stream, from, Sse.lastEventId(request), form));
        }
        StreamHead head = head(request, stream);
        ReadStream read =
                new ReadStream(
                        stream,
                        parameters.direction(),
                        from.isPresent()
                                ? Optional.of(Revision.of(from.getAsLong()))
                                : Optional.empty(),
                        limit(parameters, format));
        if (format == EventFormat.LINES) {
            return lines(() -> view(request).read(read), form);
        }
        int step = read.direction() == Direction.FORWARD ? 1 : -1;
        List<RecordedEvent> events = upToOneMore(view(request).read(read.limit(read.limit() + 1)));
        OptionalLong next = next(events, read.limit(), event -> event.revision().value() + step);
        return page(events, next, OptionalLong.of(head.revision().value()), form);
    }

    Response streamHead(Request request) {
        Parameters.of(request);
        return headOf(request, Parameters.stream("stream", request.pathParameter("stream")));
    }

    Response streamHeadByName(Request request) {
        return headOf(
                request,
                Parameters.of(request, "name").required("name", "a stream name", StreamName::of));
    }

    private Response headOf(Request request, StreamName stream) {
        return StoreEndpoints.json(200, HeadJson.write(stream, head(request, stream)));
    }

    private StreamHead head(Request request, StreamName stream) {
        return view(request)
                .head(stream)
                .orElseThrow(() ->
                        ProblemKind.STREAM_NOT_FOUND
                                .problem(stream + " has no events")
                                .with("stream", stream.value())
                                .exception());
    }

    Response log(Request request) {
        Parameters parameters =
                Parameters.of(
                        request,
                        "after",
                        "types",
                        "tags",
                        "category",
                        "prefix",
                        "limit",
                        "direction",
                        "system",
                        "exact");
        EventFormat format = EventFormat.of(request);
        EventFilter filter = Filters.of(parameters);
        Optional<Position> after =
                Optional.of(parameters.number("after", 0, Long.MAX_VALUE))
                        .filter(OptionalLong::isPresent)
                        .map(number -> Position.of(number.getAsLong()));
        if (format == EventFormat.LIVE) {
            checkLive(parameters);
            Optional<Position> last = Sse.lastEventId(request).or(() -> after);
            return Sse.response(LiveEvents.ofLog(view(request), last, filter, parameters.form()));
        }
        long limit = limit(parameters, format);
        ReadLog read = new ReadLog(parameters.direction(), after, filter, limit);
        return log(request, read, format, parameters.form());
    }

    Response query(Request request) {
        Parameters parameters = Parameters.of(request, "exact");
        EventFormat format = EventFormat.of(request);
        ReadJson query = ReadJson.read(request.body());
        if (format == EventFormat.LIVE) {
            Optional<Position> last = Sse.lastEventId(request).or(query::after);
            return Sse.response(
                    LiveEvents.ofLog(view(request), last, query.filter(), parameters.form()));
        }
        long limit = query.limit().orElse(defaultLimit(format));
        if (limit > maxLimit(format)) {
            throw Problems.invalidField("/limit", "at most " + PAGE_EVENTS_MAX, "" + limit)
                    .exception();
        }
        ReadLog read = new ReadLog(query.direction(), query.after(), query.filter(), limit);
        return log(request, read, format, parameters.form());
    }

    private Response log(Request request, ReadLog read, EventFormat format, DataForm form) {
        if (format == EventFormat.LINES) {
            return lines(() -> view(request).read(read), form);
        }
        Checkpoint head =
                view(request)
                        .head(); // before the events, so that whoever goes on from it misses none
        List<RecordedEvent> events = upToOneMore(view(request).read(read.limit(read.limit() + 1)));
        OptionalLong next = next(events, read.limit(), event -> event.position().value());
        OptionalLong last =
                head.next() == 0 ? OptionalLong.empty() : OptionalLong.of(head.next() - 1);
        return page(events, next, last, form);
    }

    Response head(Request request) {
        Parameters.of(request);
        return StoreEndpoints.json(200, HeadJson.write(view(request).head()));
    }

    private static List<RecordedEvent> upToOneMore(EventCursor cursor) {
        return new ArrayList<>(cursor.toList());
    }

    /// Takes the one event too many away, which tells that there is a next page.
    private static OptionalLong next(
            List<RecordedEvent> events, long limit, ToLongFunction<RecordedEvent> place) {
        if (events.size() <= limit) {
            return OptionalLong.empty();
        }
        events.removeLast();
        return OptionalLong.of(place.applyAsLong(events.getLast()));
    }

    private static Response page(
            List<RecordedEvent> events, OptionalLong next, OptionalLong head, DataForm form) {
        return StoreEndpoints.json(200, PageJson.write(events, next, head, form));
    }

    /// Opens the cursor of a streaming answer, on the thread that writes it.
    private interface CursorSource {
        EventCursor open();
    }

    private static Response lines(CursorSource source, DataForm form) {
        return Response.stream(
                200,
                EventLines.CONTENT_TYPE,
                out -> {
                    try (EventCursor cursor = source.open()) {
                        EventLines lines = new EventLines(out, form);
                        while (cursor.hasNext()) {
                            lines.write(cursor.next());
                        }
                    }
                });
    }

    private static void checkLive(Parameters parameters) {
        for (String name : List.of("limit", "direction")) {
            parameters
                    .text(name)
                    .ifPresent(text -> {
                        throw Problems.invalidParameter(
                                        name, "none, as live events go on for ever", text)
                                .exception();
                    });
        }
    }

    private static long limit(Parameters parameters, EventFormat format) {
        return parameters.number("limit", 1, maxLimit(format)).orElse(defaultLimit(format));
    }

    private static long defaultLimit(EventFormat format) {
        return format == EventFormat.PAGE ? PAGE_EVENTS : ReadLog.NO_LIMIT;
    }

    private static long maxLimit(EventFormat format) {
        return format == EventFormat.PAGE ? PAGE_EVENTS_MAX : ReadLog.NO_LIMIT;
    }
}
