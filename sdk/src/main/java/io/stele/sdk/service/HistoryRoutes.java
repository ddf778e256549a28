package io.stele.sdk.service;

import io.stele.http.BodyWriter;
import io.stele.http.Handler;
import io.stele.http.Method;
import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.model.Bytes;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.protocol.DataForm;
import io.stele.protocol.EventJson;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import io.stele.security.Right;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// `GET /api/{category}/{id}/history`: the events of an aggregate, as a page
/// (`{"events":[…],"next":…,"head":…}`) or, for `Accept: application/x-ndjson`, all of them.
public final class HistoryRoutes {

    private static final String NDJSON = "application/x-ndjson";
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1_000;

    /// A page is cut short after so many bytes, so that it never fills the memory.
    private static final int PAGE_BYTES_ENOUGH = 4 << 20;

    private final Aggregates aggregates;
    private final EventStore store;

    private HistoryRoutes(Aggregates aggregates, EventStore store) {
        this.aggregates = aggregates;
        this.store = store;
    }

    public static void addTo(Router router, Aggregates aggregates, EventStore store) {
        HistoryRoutes routes = new HistoryRoutes(aggregates, store);
        router.add(
                Method.GET,
                "/api/{category}/{id}/history",
                Right.READ,
                Handler.blocking(routes::history));
    }

    private Response history(Request request) throws IOException {
        Aggregates.require(request, Right.READ);
        String category = aggregates.of(request).category();
        StreamName stream = StreamName.of(category, Aggregates.id(request));
        Aggregates.checkParameters(request, List.of("from", "limit"));
        Revision from =
                request.query("from")
                        .map(text -> StateRoutes.revision("from", text))
                        .orElse(Revision.FIRST);
        Optional<Long> limit = request.query("limit").map(HistoryRoutes::limit);
        Optional<StreamHead> head = store.head(stream);
        if (head.isEmpty()) {
            throw ProblemKind.STREAM_NOT_FOUND
                    .problem(stream + " has no event")
                    .with("stream", stream.value())
                    .exception();
        }
        ReadStream read = ReadStream.of(stream).from(from);
        boolean lines = request.header("accept").filter(a -> a.contains(NDJSON)).isPresent();
        Response response =
                lines
                        ? Response.stream(
                                200,
                                NDJSON,
                                out -> writeLines(out, read.limit(limit.orElse(Long.MAX_VALUE))))
                        : Response.bytes(200, Response.JSON, page(read, limit, head.get()));
        return response.header("stele-position", head.get().position().toString());
    }

    private void writeLines(BodyWriter out, ReadStream read) throws IOException {
        try (EventCursor events = store.read(read)) {
            while (events.hasNext()) {
                write(events.next(), out);
                out.write('\n');
            }
        }
    }

    private Bytes page(ReadStream read, Optional<Long> limit, StreamHead head) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String next = "null";
        long left = Math.min(limit.orElse((long) LIMIT_DEFAULT), LIMIT_MAX);
        writeText("{\"events\":[", out);
        try (EventCursor events = store.read(read.limit(left + 1))) {
            for (String comma = ""; events.hasNext(); comma = ",") {
                RecordedEvent event = events.next();
                if (left-- == 0 || out.size() > PAGE_BYTES_ENOUGH) {
                    next = event.revision().toString();
                    break;
                }
                writeText(comma, out);
                write(event, out);
            }
        }
        writeText("],\"next\":" + next + ",\"head\":" + head.revision() + "}", out);
        return Bytes.wrap(out.toByteArray());
    }

    private static void write(RecordedEvent event, OutputStream out) throws IOException {
        out.write(EventJson.write(event, DataForm.READABLE).toByteArray());
    }

    private static void writeText(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static long limit(String text) {
        if (!text.matches("\\d{1,9}") || Long.parseLong(text) < 1) {
            throw Problems.invalidParameter("limit", "a number from 1, of 9 digits at most", text)
                    .exception();
        }
        return Long.parseLong(text);
    }
}
