package io.stele.server;

import io.stele.http.EndpointProvider;
import io.stele.http.Handler;
import io.stele.http.HttpOptions;
import io.stele.http.Method;
import io.stele.http.OtherProtocol;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.model.Bytes;
import io.stele.model.EventStore;
import io.stele.security.Right;
import io.stele.server.grpc.GrpcProtocol;
import java.util.Map;
import java.util.Optional;

/// The endpoints of a store; `docs/http.md` shows each of them.
public final class StoreEndpoints implements EndpointProvider {

    @Override
    public void addTo(Router router, EventStore store) {
        AppendEndpoints appends = new AppendEndpoints(store);
        router.add(Method.POST, "/v1/append", Right.APPEND, appends::append)
                .add(Method.POST, "/v1/streams/{stream}", Right.APPEND, appends::appendToStream)
                .add(
                        Method.GET,
                        "/v1/appends/{appendId}",
                        Right.READ,
                        Handler.blocking(appends::find));

        ReadEndpoints reads = new ReadEndpoints(store);
        router.add(Method.GET, "/v1/streams/{stream}", Right.READ, Handler.blocking(reads::stream))
                .add(
                        Method.GET,
                        "/v1/streams/{stream}/head",
                        Right.READ,
                        Handler.blocking(reads::streamHead))
                .add(Method.GET, "/v1/stream", Right.READ, Handler.blocking(reads::streamByName))
                .add(
                        Method.GET,
                        "/v1/stream/head",
                        Right.READ,
                        Handler.blocking(reads::streamHeadByName))
                .add(Method.GET, "/v1/events", Right.READ, Handler.blocking(reads::log))
                .add(Method.POST, "/v1/query", Right.READ, Handler.blocking(reads::query))
                .add(Method.GET, "/v1/head", Right.READ, Handler.blocking(reads::head));

        SnapshotEndpoints snapshots = new SnapshotEndpoints(store.snapshots());
        router.add(Method.GET, "/v1/snapshots", Right.READ, Handler.blocking(snapshots::load))
                .add(Method.PUT, "/v1/snapshots", Right.APPEND, Handler.blocking(snapshots::save));

        router.add(Method.GET, "/healthz", Right.PUBLIC, Handler.direct(request -> status("up")))
                .add(
                        Method.GET,
                        "/readyz",
                        Right.PUBLIC,
                        Handler.blocking(request -> {
                            store.head(); // throws when it cannot answer
                            return status("ready");
                        }));
    }

    /// gRPC; `docs/grpc.md` shows it.
    @Override
    public Optional<OtherProtocol> otherProtocol(Served served, HttpOptions options) {
        return Optional.of(GrpcProtocol.start(served, options));
    }

    private static Response status(String status) {
        return Response.json(200, Map.of("status", status));
    }

    static Response json(int status, Bytes json) {
        return Response.bytes(status, Response.JSON, json);
    }
}
