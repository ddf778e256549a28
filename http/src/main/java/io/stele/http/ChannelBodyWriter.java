package io.stele.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Sends a streaming body in chunks.
///
/// Holds one chunk; Netty holds what its high water mark allows, and this waits while there is
/// more. Nothing is sent, not even the head, before the first chunk is full or flushed: until then
/// a failure can still be answered properly.
final class ChannelBodyWriter extends BodyWriter {

    private static final int CHUNK_BYTES = 16 << 10;

    private final Channel channel;
    private final Connections server;
    private final HttpResponse head;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int size;
    private volatile boolean begun;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    ChannelBodyWriter(Channel channel, Connections server, HttpResponse head) {
        this.channel = channel;
        this.server = server;
        this.head = head;
    }

    /// Lets `body` write all of itself, then calls one of the two.
    void run(StreamingBody body, Consumer<ChannelFuture> whenSent, Consumer<Throwable> whenFailed) {
        ChannelFuture sent;
        try {
            body.writeTo(this);
            flush();
            sent = channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        } catch (Throwable e) {
            whenFailed.accept(e);
            return;
        }
        sent.addListener((ChannelFuture future) -> whenSent.accept(future));
    }

    /// Whether the client may have got something.
    boolean begun() {
        return begun;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int at = offset;
        int left = length;
        while (left > 0) {
            int part = Math.min(left, CHUNK_BYTES - size);
            System.arraycopy(bytes, at, chunk, size, part);
            size += part;
            at += part;
            left -= part;
            if (size == CHUNK_BYTES) {
                flush();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        awaitWritable();
        if (!begun) {
            begun = true;
            write(head);
        }
        if (size > 0) {
            write(new DefaultHttpContent(Unpooled.wrappedBuffer(Arrays.copyOf(chunk, size))));
            size = 0;
        }
        channel.flush();
    }

    private void write(Object message) {
        channel.write(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public boolean shouldEnd() {
        return server.draining() || !channel.isActive();
    }

    private void awaitWritable() throws IOException {
        if (channel.isWritable() && channel.isActive()) {
            return;
        }
        lock.lock();
        try {
            long leftNanos = server.timeouts().write().toNanos();
            while (channel.isActive() && !channel.isWritable()) {
                if (leftNanos <= 0) {
                    throw new IOException("the client took nothing for too long");
                }
                leftNanos = changed.awaitNanos(leftNanos);
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("the server is closing");
        } finally {
            lock.unlock();
        }
        if (!channel.isActive()) {
            throw new IOException("the client is gone");
        }
    }

    /// The channel became writable or closed.
    void stateChanged() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
