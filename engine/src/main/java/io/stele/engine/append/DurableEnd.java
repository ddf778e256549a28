package io.stele.engine.append;

import io.stele.model.UnavailableException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// The first position that is not durable; readers see what lies below. One thread moves it on, any
/// number read it or wait for it.
public final class DurableEnd {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile long position;
    private volatile int waiting;
    private volatile boolean closed;

    public long position() {
        return position;
    }

    /// Everything below `end` is durable.
    public void advance(long end) {
        position = end;
        if (waiting > 0) {
            wake();
        }
    }

    /// Makes all waits end.
    public void close() {
        closed = true;
        wake();
    }

    /// Makes all who wait ask again whether to give up.
    public void wake() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the end lies above `seen` or `giveUp` says so, at most `timeout`.
    ///
    /// @return whether it does
    /// @throws UnavailableException when the store was closed
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    public boolean awaitAbove(long seen, Duration timeout, BooleanSupplier giveUp)
            throws InterruptedException {
        if (position > seen) {
            return true;
        }
        lock.lockInterruptibly();
        try {
            waiting++;
            long nanos = timeout.toNanos();
            while (position <= seen && !closed && nanos > 0 && !giveUp.getAsBoolean()) {
                nanos = moved.awaitNanos(nanos);
            }
        } finally {
            waiting--;
            lock.unlock();
        }
        if (closed) {
            throw new UnavailableException("the store is closed");
        }
        return position > seen;
    }
}
