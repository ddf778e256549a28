package io.stele.server;

import io.stele.http.Handler;
import io.stele.http.Method;
import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.model.Checkpoint;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import io.stele.proofs.audit.AuditCsv;
import io.stele.proofs.audit.AuditCursor;
import io.stele.proofs.audit.AuditQuery;
import io.stele.proofs.audit.AuditTrail;
import io.stele.proofs.audit.CauseTree;
import io.stele.proofs.audit.CauseTreeJson;
import io.stele.protocol.DataForm;
import io.stele.protocol.EventLines;
import io.stele.protocol.PageJson;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import io.stele.security.Right;
import io.stele.security.SecuredEventStore;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Who did what, when and why. Whoever asks sees the events of the streams that they may read.
final class AuditEndpoints {

    private static final int OK = 200;

    /// How many events a page looks at, at most, so that no page takes long however few there are of
    /// what it looks for.
    private static final long PAGE_LOOKS_MAX = 100_000;

    /// How many events a tree has at most.
    static final int TRACE_EVENTS_MAX = 10_000;

    private static final String CORRELATION_ID = "correlationId";

    private final EventStore store;

    private AuditEndpoints(EventStore store) {
        this.store = store;
    }

    static void addTo(Router router, EventStore store) {
        AuditEndpoints here = new AuditEndpoints(store);
        router.add(Method.GET, "/v1/audit", Right.READ, Handler.blocking(here::events))
                .add(Method.GET, "/v1/audit/trace", Right.READ, Handler.blocking(here::trace));
    }

    private AuditTrail trail(Request request) {
        return new AuditTrail(store, SecuredEventStore.of(store, request.principal()));
    }

    private Response events(Request request) {
        Parameters parameters =
                Parameters.of(
                        request,
                        "actor",
                        "types",
                        "tags",
                        "category",
                        "stream",
                        "prefix",
                        CORRELATION_ID,
                        "since",
                        "until",
                        "after",
                        "last",
                        "limit",
                        "system",
                        "exact");
        AuditQuery query = query(parameters);
        query.stream().ifPresent(stream -> request.principal().require(Right.READ, stream));
        DataForm form = parameters.form();
        return switch (AuditFormat.of(request)) {
            case PAGE -> page(request, query, pageLimit(parameters), form);
            case LINES -> lines(request, query, limit(parameters), form);
            case TABLE -> table(request, query, limit(parameters));
        };
    }

    private static AuditQuery query(Parameters parameters) {
        return new AuditQuery(
                Filters.of(parameters),
                parameters.parsed("stream", "a stream name", StreamName::of),
                parameters.text("actor"),
                parameters.text(CORRELATION_ID),
                times(parameters),
                number(parameters, "after")
                        .map(after -> new Checkpoint(after + 1))
                        .orElse(Checkpoint.START),
                number(parameters, "last").map(Position::of));
    }

    private static AuditQuery.Times times(Parameters parameters) {
        return new AuditQuery.Times(time(parameters, "since"), time(parameters, "until"));
    }

    private static Optional<Instant> time(Parameters parameters, String name) {
        return parameters.parsed(
                name, "a time such as 2026-11-23T10:00:00Z", AuditEndpoints::instant);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Optional<Long> number(Parameters parameters, String name) {
        OptionalLong number = parameters.number(name, 0, Long.MAX_VALUE - 1);
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    private static long pageLimit(Parameters parameters) {
        return parameters
                .number("limit", 1, ReadEndpoints.PAGE_EVENTS_MAX)
                .orElse(ReadEndpoints.PAGE_EVENTS);
    }

    private static long limit(Parameters parameters) {
        return parameters.number("limit", 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
    }

    /// May have fewer events than were asked for and still not be the last: it looks at no more than
    /// [#PAGE_LOOKS_MAX].
    private Response page(Request request, AuditQuery query, long limit, DataForm form) {
        Checkpoint head = store.head();
        List<RecordedEvent> events = new ArrayList<>();
        OptionalLong next = OptionalLong.empty();
        try (AuditCursor cursor = trail(request).read(query).lookingAt(PAGE_LOOKS_MAX)) {
            while (events.size() < limit && cursor.hasNext()) {
                events.add(cursor.next());
            }
            Optional<Checkpoint> goOn = cursor.goOnFrom();
            if (goOn.isPresent()) {
                next = OptionalLong.of(goOn.get().next() - 1);
            }
        }
        OptionalLong last =
                head.next() == 0 ? OptionalLong.empty() : OptionalLong.of(head.next() - 1);
        return StoreEndpoints.json(OK, PageJson.write(events, next, last, form));
    }

    private Response lines(Request request, AuditQuery query, long limit, DataForm form) {
        return Response.stream(
                OK,
                EventLines.CONTENT_TYPE,
                out -> {
                    EventLines lines = new EventLines(out, form);
                    try (AuditCursor cursor = trail(request).read(query)) {
                        for (long left = limit; left > 0 && cursor.hasNext(); left--) {
                            lines.write(cursor.next());
                        }
                    }
                });
    }

    private Response table(Request request, AuditQuery query, long limit) {
        return Response.stream(
                OK,
                AuditCsv.CONTENT_TYPE + "; charset=utf-8",
                out -> {
                    AuditCsv table = new AuditCsv(out);
                    table.writeHead();
                    try (AuditCursor cursor = trail(request).read(query)) {
                        for (long left = limit; left > 0 && cursor.hasNext(); left--) {
                            table.write(cursor.next());
                        }
                    }
                });
    }

    private Response trace(Request request) {
        Parameters parameters =
                Parameters.of(request, CORRELATION_ID, "since", "until", "system", "exact");
        String id =
                parameters
                        .text(CORRELATION_ID)
                        .filter(text -> !text.isEmpty())
                        .orElseThrow(() ->
                                Problems.invalidParameter(CORRELATION_ID, "a text", "")
                                        .exception());
        AuditQuery query =
                new AuditQuery(
                        Filters.of(parameters),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(id),
                        times(parameters),
                        Checkpoint.START,
                        Optional.empty());
        List<RecordedEvent> events = new ArrayList<>();
        try (AuditCursor cursor = trail(request).read(query)) {
            while (cursor.hasNext()) {
                if (events.size() == TRACE_EVENTS_MAX) {
                    throw ProblemKind.LIMIT_EXCEEDED.exception(
                            "more than %,d events have this correlationId; see them by GET /v1/audit"
                                    .formatted(TRACE_EVENTS_MAX));
                }
                events.add(cursor.next());
            }
        }
        return StoreEndpoints.json(
                OK, CauseTreeJson.write(id, CauseTree.of(events), parameters.form()));
    }
}
