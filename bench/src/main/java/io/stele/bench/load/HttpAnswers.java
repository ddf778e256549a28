package io.stele.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds where answers of HTTP/1.1 end and what their status is, and looks at nothing else. Works on
/// one connection without pipelining.
abstract class HttpAnswers extends ByteToMessageDecoder {

    private static final String LENGTH = "content-length:";
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int STATUS_END = STATUS_AT + 3;

    /// All of an answer is there.
    abstract void answered(int status);

    /// The connection is of no more use.
    abstract void broken(String why);

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int begin = in.readerIndex();
        int bodyBytes = -1;
        int line = begin;
        int end = lineEnd(in, line);
        while (end > line + 1) { // a head ends with a line that has only CR LF
            bodyBytes = Math.max(bodyBytes, contentLength(in, line, end));
            line = end + 1;
            end = lineEnd(in, line);
        }
        if (end < 0) {
            return; // the head is not complete
        }
        int headBytes = end + 1 - begin;
        if (bodyBytes < 0) {
            broken("answer without Content-Length");
            var _ = context.close();
        } else if (in.readableBytes() >= headBytes + bodyBytes) {
            int status = number(in, begin + STATUS_AT, begin + STATUS_END);
            in.skipBytes(headBytes + bodyBytes);
            answered(status);
        }
    }

    private static int lineEnd(ByteBuf in, int from) {
        return in.indexOf(from, in.writerIndex(), (byte) '\n');
    }

    /// @return -1 when the line is about something else
    private static int contentLength(ByteBuf in, int line, int end) {
        if ((in.getByte(line) | 0x20) != 'c' || end - line <= LENGTH.length()) {
            return -1;
        }
        String name = in.toString(line, LENGTH.length(), StandardCharsets.US_ASCII);
        return name.equalsIgnoreCase(LENGTH) ? number(in, line + LENGTH.length(), end) : -1;
    }

    private static int number(ByteBuf in, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = in.getByte(i) - '0';
            if (digit >= 0 && digit <= 9) {
                number = number * 10 + digit;
            }
        }
        return number;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        broken("connection closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, @Nullable Throwable failure) {
        broken("connection broken");
        var _ = context.close();
    }
}
