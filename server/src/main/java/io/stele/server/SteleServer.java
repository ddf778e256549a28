package io.stele.server;

import io.stele.http.EndpointProvider.Served;
import io.stele.http.HttpOptions;
import io.stele.http.HttpServer;
import io.stele.http.OtherProtocol;
import io.stele.http.Reach;
import io.stele.http.Router;
import io.stele.http.metrics.Metrics;
import io.stele.http.metrics.MetricsRoute;
import io.stele.model.EventStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A store, and a server in front of it that speaks HTTP and gRPC on one port.
public final class SteleServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger("io.stele.server");

    private final EventStore store;
    private final Security security;
    private final HttpServer http;
    private final StoreEndpoints endpoints;
    private final Router router;
    private final Duration drainDelay;
    private boolean closed;

    private SteleServer(
            EventStore store,
            Security security,
            HttpServer http,
            StoreEndpoints endpoints,
            Router router,
            Duration drainDelay) {
        this.store = store;
        this.security = security;
        this.http = http;
        this.endpoints = endpoints;
        this.router = router;
        this.drainDelay = drainDelay;
    }

    /// Opens a store and serves it.
    ///
    /// @param storeAddress such as `embedded:DIR`
    /// @throws IllegalArgumentException when the options would let strangers in, or no store is
    ///     known by that address
    /// @throws io.stele.model.StoreException when the store cannot be opened
    /// @throws java.io.UncheckedIOException when the port cannot be had
    public static SteleServer start(String storeAddress, ServerOptions options) {
        checkReach(options);
        return start(EventStore.open(storeAddress), options);
    }

    /// Serves `store`, and closes it in the end, also when it cannot start.
    ///
    /// @throws IllegalArgumentException when the options would let strangers in
    /// @throws java.io.UncheckedIOException when the port cannot be had
    public static SteleServer start(EventStore store, ServerOptions options) {
        try {
            checkReach(options);
            warn(options);
            return start(store, Security.of(store, options.security()), options);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static SteleServer start(EventStore store, Security security, ServerOptions options) {
        StoreEndpoints endpoints = new StoreEndpoints(options.publishers(), options.proofs());
        try {
            HttpOptions listen =
                    options.http()
                            .withAuthenticator(
                                    security.authenticator(options.http().authenticator()));
            Router router = new Router();
            endpoints.addTo(router, store);
            AccountEndpoints.addTo(router, security::admin);
            MetricsRoute.addTo(router);
            OpenApiRoute.addTo(router);
            Served served = new Served(Optional.of(store), Optional.empty(), router.metrics());
            List<OtherProtocol> others = endpoints.otherProtocol(served, listen).stream().toList();
            HttpServer http = HttpServer.start(listen, router, others);
            return new SteleServer(store, security, http, endpoints, router, options.drainDelay());
        } catch (RuntimeException e) {
            endpoints.close();
            security.close();
            throw e;
        }
    }

    /// See [Reach].
    ///
    /// @throws IllegalArgumentException when strangers could reach it, and `insecure` is not set
    public static void checkReach(ServerOptions options) {
        Reach.check(
                options.http(),
                hasAuthentication(options),
                options.insecure(),
                "docs/operations.md");
    }

    private static boolean hasAuthentication(ServerOptions options) {
        return options.security().isPresent() || options.http().authenticator().isOn();
    }

    private static void warn(ServerOptions options) {
        Reach.danger(options.http(), hasAuthentication(options))
                .ifPresent(why ->
                        LOG.log(
                                Level.WARNING,
                                "INSECURE: listening on {0}, and {1}",
                                options.http().host(),
                                why));
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return http.address();
    }

    /// What it serves over HTTP, and which right each takes.
    public List<Router.Route> routes() {
        return router.routes();
    }

    public EventStore store() {
        return store;
    }

    /// What `/metrics` tells.
    public Metrics metrics() {
        return router.metrics();
    }

    /// Says that it is going to close, goes on for [ServerOptions#drainDelay], takes no more
    /// connections and finishes what is at hand (at most [io.stele.http.HttpTimeouts#drain]), then
    /// closes the store. An interrupt ends the waiting before, and nothing else.
    /// May be called more than once; a second caller waits for the first.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        endpoints.drain();
        http.announceClose();
        boolean interrupted = waited(drainDelay);
        http.close();
        endpoints.close();
        security.close();
        store.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean waited(Duration delay) {
        try {
            Thread.sleep(delay);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
