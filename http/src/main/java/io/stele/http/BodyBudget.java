package io.stele.http;

import java.util.concurrent.atomic.AtomicLong;

/// Bounds the memory that all request bodies together take.
public final class BodyBudget {

    private final long bytesMax;
    private final AtomicLong takenBytes = new AtomicLong();

    public BodyBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// @return false when there is no room; nothing is taken then
    public boolean take(long bytes) {
        if (takenBytes.addAndGet(bytes) <= bytesMax) {
            return true;
        }
        takenBytes.addAndGet(-bytes);
        return false;
    }

    /// Takes without asking, for what is in memory already.
    public void add(long bytes) {
        takenBytes.addAndGet(bytes);
    }

    public void giveBack(long bytes) {
        takenBytes.addAndGet(-bytes);
    }
}
