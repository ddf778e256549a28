package io.stele.http;

import java.util.concurrent.atomic.AtomicLong;

/// Bounds the memory that all request bodies together take.
final class BodyBudget {

    private final long bytesMax;
    private final AtomicLong takenBytes = new AtomicLong();

    BodyBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// @return false when there is no room; nothing is taken then
    boolean take(long bytes) {
        if (takenBytes.addAndGet(bytes) <= bytesMax) {
            return true;
        }
        takenBytes.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        takenBytes.addAndGet(-bytes);
    }
}
