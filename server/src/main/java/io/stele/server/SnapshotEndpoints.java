package io.stele.server;

import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.Snapshot;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamName;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import io.stele.security.SecuredEventStore;

/// Snapshots: the body is the state as its maker encoded it, everything else stands in parameters
/// and headers.
final class SnapshotEndpoints {

    private static final String BINARY = "application/octet-stream";

    private final EventStore store;

    SnapshotEndpoints(EventStore store) {
        this.store = store;
    }

    private SnapshotStore snapshots(Request request) {
        return SecuredEventStore.of(store, request.principal()).snapshots();
    }

    Response load(Request request) {
        Parameters parameters = Parameters.of(request, "stream", "fingerprint");
        StreamName stream = parameters.required("stream", "a stream name", StreamName::of);
        String fingerprint = fingerprint(parameters);
        Snapshot found =
                snapshots(request)
                        .load(stream, fingerprint)
                        .orElseThrow(() ->
                                ProblemKind.SNAPSHOT_NOT_FOUND.exception(
                                        "none of %s with the fingerprint %s"
                                                .formatted(stream, fingerprint)));
        return Response.bytes(200, BINARY, found.state())
                .header("stele-revision", found.revision().toString())
                .header("stele-position", found.position().toString())
                .header("stele-recorded-at-micros", Long.toString(found.recordedAtMicros()));
    }

    Response save(Request request) {
        Parameters parameters =
                Parameters.of(
                        request,
                        "stream",
                        "fingerprint",
                        "revision",
                        "position",
                        "recordedAtMicros");
        snapshots(request)
                .save(
                        new Snapshot(
                                parameters.required("stream", "a stream name", StreamName::of),
                                fingerprint(parameters),
                                Revision.of(number(parameters, "revision")),
                                Position.of(number(parameters, "position")),
                                number(parameters, "recordedAtMicros"),
                                request.body()));
        return Response.empty(204);
    }

    /// Any text that is not empty; the decoding of parameters refuses control characters.
    private static String fingerprint(Parameters parameters) {
        return parameters
                .text("fingerprint")
                .filter(text -> !text.isEmpty())
                .orElseThrow(
                        () -> Problems.invalidParameter("fingerprint", "a text", "").exception());
    }

    private static long number(Parameters parameters, String name) {
        return parameters.required(
                name, "a whole number", text -> Parameters.wholeNumber(text, 0, Long.MAX_VALUE));
    }
}
