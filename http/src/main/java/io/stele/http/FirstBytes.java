package io.stele.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.ByteBuffer;
import java.util.List;

/// Looks at the first bytes of a connection, and then either steps aside or hands the connection to
/// another protocol. What was read goes to whoever comes behind it.
final class FirstBytes extends ByteToMessageDecoder {

    private final List<OtherProtocol> others;
    private final List<ChannelHandler> http;
    private boolean handedOver;

    /// @param others may be empty
    /// @param http the handlers behind this one, which another protocol has no use for
    FirstBytes(List<OtherProtocol> others, List<ChannelHandler> http) {
        this.others = others;
        this.http = http;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (handedOver) {
            return;
        }
        boolean undecided = false;
        for (OtherProtocol other : others) {
            ByteBuffer preface = other.preface().asByteBuffer();
            if (beginsAs(preface, in)) {
                if (in.readableBytes() >= preface.remaining()) {
                    handOver(context, other);
                    return;
                }
                undecided = true;
            }
        }
        if (!undecided) {
            context.pipeline().remove(this);
        }
    }

    private static boolean beginsAs(ByteBuffer preface, ByteBuf in) {
        int size = Math.min(preface.remaining(), in.readableBytes());
        for (int i = 0; i < size; i++) {
            if (preface.get(i) != in.getByte(in.readerIndex() + i)) {
                return false;
            }
        }
        return true;
    }

    private void handOver(ChannelHandlerContext context, OtherProtocol other) {
        handedOver = true;
        http.forEach(context.pipeline()::remove);
        other.take((SocketChannel) context.channel(), () -> release(context));
    }

    private void release(ChannelHandlerContext context) {
        if (!context.isRemoved()) {
            context.pipeline().remove(this);
        }
    }
}
