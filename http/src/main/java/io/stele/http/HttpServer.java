package io.stele.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Serves a [Router] over HTTP/1.1, with keep-alive and pipelining, and other protocols beside it on
/// the same port.
///
/// Event loops read requests and write answers; only [Handler.Blocking] handlers and streaming
/// bodies get a thread each, a virtual one.
public final class HttpServer implements AutoCloseable {

    private static final int BACKLOG = 1_024;

    private final EventLoopGroup loops;
    private final Connections connections;
    private final Channel listener;

    private HttpServer(EventLoopGroup loops, Connections connections, Channel listener) {
        this.loops = loops;
        this.connections = connections;
        this.listener = listener;
    }

    /// Listens when it returns.
    ///
    /// @throws UncheckedIOException when the address cannot be had, for example because the port is
    ///     in use
    /// @throws IllegalArgumentException when the files of [HttpOptions#tls] cannot be used
    public static HttpServer start(HttpOptions options, Router router) {
        return start(options, router, List.of());
    }

    /// As [#start(HttpOptions, Router)], with other protocols on the same port. They are closed with
    /// the server, also when it cannot start.
    public static HttpServer start(HttpOptions options, Router router, List<OtherProtocol> others) {
        Connections connections = connections(options, router, others);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childHandler(new Accepted(connections));
        ChannelFuture bound = bootstrap.bind(options.host(), options.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            connections.drain();
            throw new UncheckedIOException(
                    new IOException(
                            "cannot listen on %s port %d: %s"
                                    .formatted(
                                            options.host(),
                                            options.port(),
                                            bound.cause().getMessage()),
                            bound.cause()));
        }
        return new HttpServer(loops, connections, bound.channel());
    }

    private static Connections connections(
            HttpOptions options, Router router, List<OtherProtocol> others) {
        try {
            return new Connections(options, router, others);
        } catch (RuntimeException e) {
            others.forEach(OtherProtocol::close);
            throw e;
        }
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /// Goes on answering, but asks every client that is answered to close its connection, so that
    /// few are cut off by [#close()].
    public void announceClose() {
        connections.leave();
    }

    /// Takes no more connections, lets the requests at hand finish (at most
    /// [HttpTimeouts#drain]), then closes everything. May be called more than once.
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.drain();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static final class Accepted extends ChannelInitializer<SocketChannel> {

        private final Connections connections;

        Accepted(Connections connections) {
            this.connections = connections;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            connections.accept(channel);
        }
    }
}
