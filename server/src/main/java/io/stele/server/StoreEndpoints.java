package io.stele.server;

import io.stele.http.Draining;
import io.stele.http.EndpointProvider;
import io.stele.http.Handler;
import io.stele.http.HealthRoutes;
import io.stele.http.HttpOptions;
import io.stele.http.Method;
import io.stele.http.OtherProtocol;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.http.metrics.Metrics;
import io.stele.model.Bytes;
import io.stele.model.EventStore;
import io.stele.publish.PublisherSettings;
import io.stele.publish.Publishers;
import io.stele.security.Right;
import io.stele.server.groups.GroupMetrics;
import io.stele.server.groups.HostedGroups;
import io.stele.server.grpc.GrpcProtocol;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The endpoints of a store; `docs/http.md` shows each of them.
public final class StoreEndpoints implements EndpointProvider {

    private final Draining draining = new Draining();
    private @Nullable CountedStore counted; // what the protocols of one store share
    private @Nullable HostedGroups groups;
    private @Nullable Publishers publishers;
    private @Nullable HostedLog log;
    private final List<PublisherSettings> published;
    private Optional<ProofsOptions> proofs;

    /// Without publishers, and with files only where it is told to keep them.
    public StoreEndpoints() {
        this(List.of(), Optional.empty());
    }

    /// @param published by publishers that run behind the endpoints
    /// @param proofs how the Merkle tree is kept; empty: not at all
    StoreEndpoints(List<PublisherSettings> published, Optional<ProofsOptions> proofs) {
        this.published = published;
        this.proofs = proofs;
    }

    @Override
    public void keepFilesIn(Path directory) {
        proofs = Optional.of(ProofsOptions.beside(directory));
    }

    @Override
    public void addTo(Router router, EventStore opened) {
        StoreMetrics.of(opened, router.metrics());
        EventStore store = counted(opened, router.metrics());
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

        SnapshotEndpoints snapshots = new SnapshotEndpoints(store);
        router.add(Method.GET, "/v1/snapshots", Right.READ, Handler.blocking(snapshots::load))
                .add(Method.PUT, "/v1/snapshots", Right.APPEND, Handler.blocking(snapshots::save));

        GroupEndpoints.addTo(router, groups(opened), store);
        GroupMetrics.of(groups(opened), router.metrics());

        Publishers running = Publishers.start(opened, published);
        publishers = running;
        PublisherEndpoints.addTo(router, running);
        PublisherMetrics.of(running, router.metrics());
        AuditEndpoints.addTo(router, store);
        HostedLog hosted = HostedLog.of(opened, proofs);
        log = hosted;
        LogEndpoints.addTo(router, hosted, store);

        HealthRoutes.addTo(router, opened, draining);
    }

    private HostedGroups groups(EventStore opened) {
        if (groups == null) {
            groups = new HostedGroups(opened);
        }
        return groups;
    }

    private CountedStore counted(EventStore store, Metrics metrics) {
        if (counted == null) {
            counted = new CountedStore(store, metrics);
        }
        return counted;
    }

    @Override
    public void drain() {
        draining.begin();
    }

    @Override
    public void close() {
        if (publishers != null) {
            publishers.close();
        }
        if (groups != null) {
            groups.close();
        }
        if (log != null) {
            log.close(); // after what still appends
        }
    }

    /// gRPC; `docs/grpc.md` shows it.
    @Override
    public Optional<OtherProtocol> otherProtocol(Served served, HttpOptions options) {
        Served all =
                new Served(
                        served.store().map(store -> counted(store, served.metrics())),
                        served.commands(),
                        served.metrics());
        return Optional.of(
                GrpcProtocol.start(all, served.store().map(this::groups), options, draining));
    }

    static Response json(int status, Bytes json) {
        return Response.bytes(status, Response.JSON, json);
    }
}
