package io.stele.bench.load;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Connections for gRPC that all work on one thread, which also takes the answers.
final class Channels implements AutoCloseable {

    private static final int MESSAGE_BYTES_MAX = 64 << 20;
    private static final int CLOSE_SECONDS = 5;

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<ManagedChannel> channels;

    Channels(HostPort server, int count) {
        channels = IntStream.range(0, count).mapToObj(any -> connect(server)).toList();
    }

    private ManagedChannel connect(HostPort server) {
        return NettyChannelBuilder.forAddress(server.host(), server.port())
                .usePlaintext()
                .eventLoopGroup(loop)
                .channelType(NioSocketChannel.class)
                .directExecutor()
                .disableRetry()
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .build();
    }

    /// Spreads callers over the connections.
    ManagedChannel of(int caller) {
        return channels.get(caller % channels.size());
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
