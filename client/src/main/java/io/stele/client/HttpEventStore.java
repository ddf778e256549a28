package io.stele.client;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.Bytes;
import io.stele.model.Checkpoint;
import io.stele.model.Direction;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.model.Subscription;
import io.stele.protocol.EventLines;
import io.stele.protocol.HeadJson;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.ReadJson;
import io.stele.protocol.ResultJson;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A store that a Stele server keeps.
///
/// Events come back byte by byte as they were appended. An append whose answer got lost is sent
/// again under its append id until an answer comes, so that it is written once; only when none comes
/// for [ClientOptions#retry] the outcome is left unknown.
public final class HttpEventStore implements EventStore {

    private final Server server;
    private final ClientOptions options;

    /// Does not connect.
    ///
    /// @param server such as `http://127.0.0.1:8420`
    public HttpEventStore(URI server, ClientOptions options) {
        this.server = new Server(server, options);
        this.options = options;
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(Append append) {
        return new AppendCall(server, append, options.retry()).send();
    }

    @Override
    public Optional<AppendResult.Appended> findAppend(UUID appendId) {
        return server.get("/v1/appends/" + appendId)
                .unless(ProblemKind.APPEND_NOT_FOUND)
                .map(ResultJson::read);
    }

    @Override
    public EventCursor read(ReadStream request) {
        Parameters parameters =
                new Parameters()
                        .with("name", request.stream().value())
                        .with("exact", "true")
                        .with("direction", word(request.direction()));
        request.fromInclusive().ifPresent(from -> parameters.with("from", from.toString()));
        if (request.limit() != ReadStream.NO_LIMIT) {
            parameters.with("limit", Long.toString(request.limit()));
        }
        return new LineCursor(
                server.open(
                        server.request("/v1/stream" + parameters)
                                .header("accept", EventLines.CONTENT_TYPE),
                        ProblemKind.STREAM_NOT_FOUND));
    }

    private static String word(Direction direction) {
        return direction == Direction.FORWARD ? "forward" : "backward";
    }

    @Override
    public EventCursor read(ReadLog request) {
        return new LineCursor(
                server.open(query(server, request).header("accept", EventLines.CONTENT_TYPE)));
    }

    static java.net.http.HttpRequest.Builder query(Server server, ReadLog request) {
        return server.post("/v1/query?exact=true", ReadJson.write(request));
    }

    @Override
    public Optional<StreamHead> head(StreamName stream) {
        return server.get("/v1/stream/head" + new Parameters().with("name", stream.value()))
                .unless(ProblemKind.STREAM_NOT_FOUND)
                .map(HeadJson::readStream);
    }

    @Override
    public Checkpoint head() {
        Bytes json = server.get("/v1/head").body();
        return HeadJson.readLog(json);
    }

    @Override
    public Subscription subscribe(Checkpoint after, EventFilter filter) {
        return new LiveSubscription(server, after, filter, options);
    }

    @Override
    public SnapshotStore snapshots() {
        return new RemoteSnapshots(server);
    }

    @Override
    public void close() {
        server.close();
    }
}
