package io.stele.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.GlobalEventExecutor;

/// The open connections of a server, and what they share.
final class Connections {

    private final HttpOptions options;
    private final Router router;
    private final Workers workers;
    private final BodyBudget bodies;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private volatile boolean draining;

    Connections(HttpOptions options, Router router) {
        this.options = options;
        this.router = router;
        this.workers = new Workers(options.limits());
        this.bodies = new BodyBudget(options.limits().bodiesBytesMax());
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

    BodyBudget bodies() {
        return bodies;
    }

    /// Whether the server is closing, so that each connection ends after the request at hand.
    boolean draining() {
        return draining;
    }

    void speakHttp(SocketChannel channel) {
        boolean full = open.size() >= limits().connectionsMax();
        open.add(channel);
        HttpConnection connection = new HttpConnection(this, channel, full);
        channel.pipeline()
                .addLast(new Arrival(connection))
                .addLast(new RequestDecoder(limits()))
                .addLast(new HttpResponseEncoder())
                .addLast(connection);
    }

    /// Returns when all connections are closed.
    void drain() {
        draining = true;
        for (Channel channel : open) {
            HttpConnection connection = channel.pipeline().get(HttpConnection.class);
            if (connection != null) {
                channel.eventLoop().execute(connection::drain);
            }
        }
        if (!open.newCloseFuture().awaitUninterruptibly(timeouts().drain().toMillis())) {
            open.close().awaitUninterruptibly();
        }
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
