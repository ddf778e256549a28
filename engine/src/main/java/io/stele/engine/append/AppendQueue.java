package io.stele.engine.append;

import io.stele.model.UnavailableException;
import java.time.Duration;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Appends that wait for the writer, bounded by their bytes. Any number of threads put, one takes.
final class AppendQueue {

    private final LinkedTransferQueue<PendingAppend> waiting = new LinkedTransferQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final long bytesMax;

    AppendQueue(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// @throws UnavailableException when too much waits already
    void put(PendingAppend pending) {
        int bytes = pending.encoded().size();
        long waitingThen = waitingBytes.addAndGet(bytes);
        if (waitingThen > bytesMax && waitingThen > bytes) {
            waitingBytes.addAndGet(-bytes);
            throw new UnavailableException(
                    "overloaded: %,d bytes of appends wait for the disk, and no more than %,d may"
                            .formatted(waitingThen - bytes, bytesMax));
        }
        waiting.add(pending);
    }

    @Nullable PendingAppend poll() {
        return taken(waiting.poll());
    }

    @Nullable PendingAppend poll(Duration patience) throws InterruptedException {
        return taken(waiting.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    }

    private @Nullable PendingAppend taken(@Nullable PendingAppend pending) {
        if (pending != null) {
            waitingBytes.addAndGet(-pending.encoded().size());
        }
        return pending;
    }
}
