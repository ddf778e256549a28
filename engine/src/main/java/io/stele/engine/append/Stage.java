package io.stele.engine.append;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// A stage of the writer, with room for one thread. A thread that is in it may enter again, which
/// changes nothing.
final class Stage {

    private final ReentrantLock room = new ReentrantLock();

    boolean isMine() {
        return room.isHeldByCurrentThread();
    }

    void enter() {
        if (!isMine()) {
            room.lock();
        }
    }

    /// @return false when another thread stayed in it for `nanos`
    boolean enterWithin(long nanos) {
        try {
            return isMine() || room.tryLock(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return false; // of no meaning to a writer, see Appender#answer
        }
    }

    /// Leaves it, if this thread is in it.
    void leave() {
        if (isMine()) {
            room.unlock();
        }
    }
}
