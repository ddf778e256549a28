package io.stele.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.stele.http.metrics.HttpMetrics;
import io.stele.security.Gate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The open connections of a server, and what they share.
final class Connections {

    /// How often to look whether the certificate has changed.
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final HttpOptions options;
    private final Router router;
    private final List<OtherProtocol> others;
    private final Gate gate;
    private final Workers workers;
    private final BodyBudget bodies;
    private final Rates rates;
    private final Counts<InetAddress> addresses;
    private final Optional<Tls> tls;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final HttpMetrics metrics;
    private volatile boolean leaving;
    private volatile boolean draining;

    Connections(HttpOptions options, Router router, List<OtherProtocol> others) {
        this.options = options;
        this.router = router;
        this.others = List.copyOf(others);
        this.gate = new Gate(options.authenticator());
        this.workers = new Workers(options.limits());
        this.bodies = new BodyBudget(options.limits().bodiesBytesMax());
        this.rates = new Rates(options.limits().requestsPerSecondMax());
        this.addresses = new Counts<>(options.limits().connectionsPerAddressMax());
        this.tls = options.tls().map(files -> new Tls(files, options.timeouts(), LOOK));
        tls.ifPresent(Tls::start);
        this.metrics = new HttpMetrics(router.metrics());
        router.metrics().gauge("stele_connections", "Connections that are open.", open::size);
    }

    Gate gate() {
        return gate;
    }

    HttpMetrics metrics() {
        return metrics;
    }

    HttpLimits limits() {
        return options.limits();
    }

    HttpTimeouts timeouts() {
        return options.timeouts();
    }

    Router router() {
        return router;
    }

    Workers workers() {
        return workers;
    }

    Rates rates() {
        return rates;
    }

    BodyBudget bodies() {
        return bodies;
    }

    /// Whether the server is closing, so that each connection ends after the request at hand.
    boolean draining() {
        return draining;
    }

    /// Whether connections should not be kept for further requests: the server will close soon.
    boolean leaving() {
        return leaving;
    }

    void leave() {
        leaving = true;
    }

    /// A connection speaks HTTP/1.1 unless its first bytes say otherwise.
    void accept(SocketChannel channel) {
        boolean full = open.size() >= limits().connectionsMax() || !count(channel);
        if (full && tls.isPresent()) {
            refuse(channel);
            return;
        }
        tls.ifPresent(files -> channel.pipeline().addLast(files.handler(channel.alloc())));
        open.add(channel);
        HttpConnection connection = new HttpConnection(this, channel, full);
        List<ChannelHandler> http =
                List.of(
                        new Arrival(connection),
                        new RequestDecoder(limits()),
                        new HttpResponseEncoder(),
                        connection);
        if (!others.isEmpty() && !full) {
            channel.pipeline().addLast(new FirstBytes(others, http));
        }
        http.forEach(channel.pipeline()::addLast);
    }

    private boolean count(SocketChannel channel) {
        InetSocketAddress remote = channel.remoteAddress();
        if (remote == null) {
            return false; // it is gone already
        }
        InetAddress from = remote.getAddress();
        if (!addresses.take(from)) {
            return false;
        }
        channel.closeFuture().addListener(closed -> addresses.giveBack(from));
        return true;
    }

    /// To say why would take a handshake, which is what there is no room for.
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    private static void refuse(SocketChannel channel) {
        channel.close();
    }

    /// Returns when all connections are closed.
    void drain() {
        leaving = true;
        draining = true;
        others.forEach(OtherProtocol::drain);
        for (Channel channel : open) {
            HttpConnection connection = channel.pipeline().get(HttpConnection.class);
            if (connection != null) {
                channel.eventLoop().execute(connection::drain);
            }
        }
        if (!open.newCloseFuture().awaitUninterruptibly(timeouts().drain().toMillis())) {
            open.close().awaitUninterruptibly();
        }
        others.forEach(OtherProtocol::close);
        tls.ifPresent(Tls::close);
        workers.close();
    }

    /// Tells the connection that bytes came in, before they make a whole request.
    private static final class Arrival extends ChannelInboundHandlerAdapter {

        private final HttpConnection connection;

        Arrival(HttpConnection connection) {
            this.connection = connection;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            connection.bytesArrived();
            context.fireChannelRead(message);
        }
    }
}
