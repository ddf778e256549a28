package io.stele.bench;

import io.stele.model.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/// The least that a group commit can do: one thread takes what waits, writes it with one write to a
/// file that is filled with zeros already, syncs once, and wakes the writers. No streams, no
/// revisions, no index. What a store reaches of this is what its promises cost.
///
/// A frame is the data's length, its CRC-32C, and the data. At the end of the file it begins again
/// at the front, so that preparing files costs nothing here.
final class BareGroupCommit implements Appender {

    private static final int FILE_BYTES = 64 << 20;
    private static final int BATCH_BYTES_MAX = 4 << 20;
    private static final int HEADER_BYTES = 8;

    private final Bytes data;
    private final FileChannel file;
    private final ConcurrentLinkedQueue<Entry> waiting = new ConcurrentLinkedQueue<>();
    private final Thread committer;
    private volatile boolean idle;
    private volatile boolean closed;

    private record Entry(ByteBuffer frame, CompletableFuture<Long> done) {}

    BareGroupCommit(Path path, Bytes data) throws IOException {
        this.data = data;
        this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ZeroFilled.fill(file, FILE_BYTES);
        this.committer = Thread.ofPlatform().name("bare-committer").start(this::commitAll);
    }

    @Override
    public void append(int writer) {
        Entry entry = new Entry(frame(), new CompletableFuture<>());
        waiting.add(entry);
        if (idle) {
            LockSupport.unpark(committer);
        }
        entry.done().join();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(committer);
        try (file) {
            committer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("the baseline's file could not be closed", e);
        }
    }

    private ByteBuffer frame() {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + data.size());
        CRC32C crc = new CRC32C();
        crc.update(data.asByteBuffer());
        frame.putInt(data.size()).putInt((int) crc.getValue());
        data.putInto(frame);
        return frame.flip();
    }

    private void commitAll() {
        ByteBuffer batch = ByteBuffer.allocateDirect(BATCH_BYTES_MAX);
        List<Entry> taken = new ArrayList<>();
        long offsetBytes = 0;
        long count = 0;
        while (awaitWork()) {
            take(batch.clear(), taken);
            try {
                offsetBytes = write(batch.flip(), offsetBytes);
            } catch (IOException e) {
                taken.forEach(entry -> entry.done().completeExceptionally(e));
                return;
            }
            for (Entry entry : taken) {
                entry.done().complete(count++);
            }
            taken.clear();
        }
    }

    /// @return false when closed and nothing waits
    private boolean awaitWork() {
        while (waiting.isEmpty()) {
            if (closed) {
                return false;
            }
            idle = true;
            if (waiting.isEmpty() && !closed) {
                LockSupport.park(this);
            }
            idle = false;
        }
        return true;
    }

    private void take(ByteBuffer batch, List<Entry> taken) {
        Entry next = waiting.peek();
        while (next != null && next.frame().remaining() <= batch.remaining()) {
            batch.put(next.frame());
            taken.add(next);
            waiting.remove();
            next = waiting.peek();
        }
    }

    private long write(ByteBuffer batch, long offsetBytes) throws IOException {
        long start = offsetBytes + batch.remaining() > FILE_BYTES ? 0 : offsetBytes;
        long at = start;
        while (batch.hasRemaining()) {
            at += file.write(batch, at);
        }
        file.force(false);
        return at;
    }
}
