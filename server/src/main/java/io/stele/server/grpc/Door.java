package io.stele.server.grpc;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.AttributeKey;
import java.util.concurrent.TimeUnit;

/// A listener without a port: what it accepts is handed in as a connection that another server has
/// accepted already. gRPC's server is built on it like on any other Netty listener.
///
/// ```
///   connection's loop      this thread                         connection's loop
///   enter(connection) ──►  gRPC adds its initialiser  ──────►  gRPC's handlers are added
///                          register(connection): none is       ready runs: the connection's
///                          needed, queues `ready`    ──────►   first bytes go to them
/// ```
///
/// The order holds because both steps on the right are tasks of one event loop, queued by one
/// thread. It rests on how Netty's `ServerBootstrap` treats a new connection (add the initialiser,
/// then register), which is its contract with every server channel, and on nothing internal.
final class Door extends MultiThreadIoEventLoopGroup {

    private static final AttributeKey<Runnable> READY =
            AttributeKey.valueOf(Door.class, "whenReady");

    private final LocalServerChannel listener = new LocalServerChannel();
    private final Peers peers = new Peers();

    Door() {
        super(1, LocalIoHandler.newFactory());
    }

    LocalServerChannel listener() {
        return listener;
    }

    Peers peers() {
        return peers;
    }

    /// @param ready runs on the connection's event loop when the acceptor's handlers are there
    void enter(SocketChannel connection, Runnable ready) {
        peers.add(connection);
        connection.attr(READY).set(ready);
        listener.pipeline().fireChannelRead(connection);
    }

    /// A connection that comes in has an event loop and keeps it.
    @Override
    public ChannelFuture register(Channel channel) {
        Runnable ready = channel.attr(READY).getAndSet(null);
        if (ready == null) {
            return super.register(channel);
        }
        channel.eventLoop().execute(ready);
        return channel.newSucceededFuture();
    }

    /// Lets go of the thread.
    void shut() {
        shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
