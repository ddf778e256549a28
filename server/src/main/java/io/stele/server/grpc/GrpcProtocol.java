package io.stele.server.grpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.socket.SocketChannel;
import io.stele.grpc.MessageLimits;
import io.stele.http.BodyBudget;
import io.stele.http.Draining;
import io.stele.http.EndpointProvider.Served;
import io.stele.http.HttpLimits;
import io.stele.http.HttpOptions;
import io.stele.http.OtherProtocol;
import io.stele.http.Rates;
import io.stele.http.Workers;
import io.stele.model.Bytes;
import io.stele.server.groups.HostedGroups;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// gRPC on the port of an HTTP server.
///
/// Calls run on the connections' event loops, where nothing may block: appends are handed to the
/// store and answered from its completion; whatever may wait for the disk or for a slow client has
/// a virtual thread of its own.
public final class GrpcProtocol implements OtherProtocol {

    /// The beginning of HTTP/2 with prior knowledge (RFC 9113, 3.4).
    private static final Bytes PREFACE = Bytes.utf8("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    /// Writes a warning with a stack trace each time a client cancels a call that it was being sent
    /// something on, which is nothing out of the ordinary. Kept here, or its level would be forgotten.
    private static final Logger NETTY_SERVER_HANDLER =
            Logger.getLogger("io.grpc.netty.NettyServerHandler");

    static {
        NETTY_SERVER_HANDLER.setLevel(Level.SEVERE);
    }

    private static final int CALLS_PER_CONNECTION_MAX = 256;
    private static final int RESETS_MAX = 500;
    private static final int RESETS_SECONDS = 10;

    /// A connection without calls is closed after this; its client connects again when it needs to.
    private static final int IDLE_MINUTES_MAX = 5;

    /// How long a connection may be silent until it is asked whether it is still alive, and how
    /// long it may take to answer.
    private static final int QUIET_SECONDS = 30;

    private static final int ALIVE_SECONDS = 20;

    /// Clients may ask that as well, but not more often; ours does after 10 seconds at the earliest.
    private static final int KEEP_ALIVE_SECONDS_MIN = 5;

    private static final int END_SECONDS = 3;

    private final Door door;
    private final Server server;
    private final Calls calls;
    private final Draining draining;

    private GrpcProtocol(Door door, Server server, Calls calls, Draining draining) {
        this.door = door;
        this.server = server;
        this.calls = calls;
        this.draining = draining;
    }

    /// @param groups of the store, where there is one
    /// @param options of the server whose port it shares
    /// @param draining what the standard health check tells of
    public static GrpcProtocol start(
            Served served, Optional<HostedGroups> groups, HttpOptions options, Draining draining) {
        Door door = new Door();
        HttpLimits limits = options.limits();
        Rates rates = new Rates(limits.requestsPerSecondMax());
        Calls calls = new Calls(new Workers(limits), rates);
        HealthStatusManager health = new HealthStatusManager();
        draining.whenBegun(health::enterTerminalState);
        List<BindableService> services = services(served, groups, calls, health);
        CallRights.check(services);
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new LocalAddress(GrpcProtocol.class))
                        .channelFactory(door::listener)
                        .bossEventLoopGroup(door)
                        .workerEventLoopGroup(door)
                        .directExecutor()
                        .maxInboundMessageSize(MessageLimits.REQUEST_BYTES_MAX)
                        .maxInboundMetadataSize(limits.headersBytesMax())
                        .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION_MAX)
                        .maxRstFramesPerWindow(RESETS_MAX, RESETS_SECONDS)
                        .maxConnectionIdle(IDLE_MINUTES_MAX, TimeUnit.MINUTES)
                        .keepAliveTime(QUIET_SECONDS, TimeUnit.SECONDS)
                        .keepAliveTimeout(ALIVE_SECONDS, TimeUnit.SECONDS)
                        .permitKeepAliveTime(KEEP_ALIVE_SECONDS_MIN, TimeUnit.SECONDS)
                        .permitKeepAliveWithoutCalls(true)
                        .addStreamTracerFactory(new CallMetrics(served.metrics()))
                        .addStreamTracerFactory(
                                new MessageBudget(new BodyBudget(limits.bodiesBytesMax())))
                        .intercept(new CallTraces()) // comes after the gate
                        .intercept(new CallGate(options.authenticator(), door.peers(), rates))
                        .intercept(new MessageGate(door.peers(), limits.bodiesBytesMax()));
        services.forEach(
                service -> builder.addService(Unreadable.tolerated(service.bindService())));
        try {
            return new GrpcProtocol(door, builder.build().start(), calls, draining);
        } catch (IOException e) {
            door.shut();
            throw new UncheckedIOException(e);
        }
    }

    private static List<BindableService> services(
            Served served, Optional<HostedGroups> groups, Calls calls, HealthStatusManager health) {
        List<BindableService> services = new ArrayList<>();
        services.add(health.getHealthService());
        services.add(ProtoReflectionServiceV1.newInstance());
        served.store()
                .ifPresent(store -> {
                    services.add(new EventStoreService(store, calls));
                    services.add(new SnapshotService(store, calls));
                    groups.ifPresent(
                            hosted -> services.add(new GroupService(hosted, store, calls)));
                });
        served.commands().ifPresent(commands -> services.add(new CommandService(commands, calls)));
        return services;
    }

    @Override
    public Bytes preface() {
        return PREFACE;
    }

    @Override
    public void take(SocketChannel connection, Runnable ready) {
        connection.config().setAutoRead(true);
        door.enter(connection, ready);
    }

    @Override
    public void drain() {
        draining.begin();
        calls.drain();
        server.shutdown();
    }

    @Override
    public void close() {
        server.shutdownNow();
        calls.close();
        try {
            boolean ended = server.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                System.getLogger("io.stele.server")
                        .log(System.Logger.Level.WARNING, "some gRPC calls do not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        door.shut();
    }
}
