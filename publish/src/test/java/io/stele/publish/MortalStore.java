package io.stele.publish;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.EventStore;
import io.stele.model.ForwardingEventStore;
import io.stele.model.UnavailableException;
import java.util.concurrent.CompletableFuture;

/// A store as one process sees it: when that dies, nothing more is written through it.
final class MortalStore extends ForwardingEventStore {

    private boolean dead;

    MortalStore(EventStore store) {
        super(store);
    }

    synchronized void die() {
        dead = true;
    }

    @Override
    public synchronized CompletableFuture<AppendResult> appendAsync(Append append) {
        return dead
                ? CompletableFuture.failedFuture(new UnavailableException("dead"))
                : store.appendAsync(append);
    }

    @Override
    public void close() {}
}
