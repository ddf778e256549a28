package io.stele.engine.append;

import io.stele.model.UnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * Putting pushes onto a stack; the taker takes the whole stack at once and turns it round. So a
 * put is one compare-and-set, without a node of its own, and only the put that finds the stack
 * empty has to look whether the taker sleeps.
 */
/// Appends that wait for the writer, bounded by their bytes. Any number of threads put, one at a
/// time takes.
final class AppendQueue {

    /// A full queue is written within about this time.
    private static final Duration RETRY_AFTER = Duration.ofMillis(200);

    private final AtomicReference<@Nullable PendingAppend> newest = new AtomicReference<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final long bytesMax;
    private volatile @Nullable Thread sleeper;
    private volatile boolean closed;

    /// What was taken off the stack, oldest first; the taker's.
    private @Nullable PendingAppend oldest;

    AppendQueue(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// @throws UnavailableException when too much waits already
    void put(PendingAppend pending) {
        int bytes = pending.encoded().size();
        long waitingThen = waitingBytes.addAndGet(bytes);
        if (waitingThen > bytesMax && waitingThen > bytes) {
            waitingBytes.addAndGet(-bytes);
            throw UnavailableException.overloaded(
                    "overloaded: %,d bytes of appends wait for the disk, and no more than %,d may"
                            .formatted(waitingThen - bytes, bytesMax),
                    RETRY_AFTER);
        }
        if (push(pending) == null) {
            wake();
        }
    }

    long waitingBytes() {
        return waitingBytes.get();
    }

    private @Nullable PendingAppend push(PendingAppend pending) {
        PendingAppend before;
        do {
            before = newest.get();
            pending.next = before;
        } while (!newest.compareAndSet(before, pending));
        return before;
    }

    /// What has waited longest; it stays in the queue. For the taker, as all below.
    @Nullable PendingAppend peek() {
        if (oldest == null && newest.get() != null) {
            oldest = turnedRound(newest.getAndSet(null));
        }
        return oldest;
    }

    private static @Nullable PendingAppend turnedRound(@Nullable PendingAppend top) {
        PendingAppend turned = null;
        PendingAppend rest = top;
        while (rest != null) {
            PendingAppend following = rest.next;
            rest.next = turned;
            turned = rest;
            rest = following;
        }
        return turned;
    }

    /// Takes what [#peek()] showed.
    void remove(PendingAppend peeked) {
        oldest = peeked.next;
        peeked.next = null;
        waitingBytes.addAndGet(-peeked.encoded().size());
    }

    /// Waits until something waits or the queue is closed.
    ///
    /// @param awakeNanos how long to look for it before sleeping
    /// @return false when neither came in time
    boolean await(long awakeNanos, Duration patience) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < awakeNanos) {
            if (hasCome()) {
                return true;
            }
            Thread.onSpinWait();
        }
        sleeper = Thread.currentThread();
        try {
            while (!hasCome()) {
                long left = patience.toNanos() - (System.nanoTime() - begin);
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
            }
            return true;
        } finally {
            sleeper = null;
        }
    }

    private boolean hasCome() {
        return newest.get() != null || closed;
    }

    private void wake() {
        LockSupport.unpark(sleeper);
    }

    /// Ends all waiting; what is in it can still be taken. For any thread.
    void close() {
        closed = true;
        wake();
    }

    boolean isClosed() {
        return closed;
    }
}
