package io.stele.publish;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.model.Subscription;
import io.stele.model.UnavailableException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A store as one process sees it: when that dies, nothing more is written through it.
final class MortalStore implements EventStore {

    private final EventStore store;
    private boolean dead;

    MortalStore(EventStore store) {
        this.store = store;
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
    public Optional<AppendResult.Appended> findAppend(UUID appendId) {
        return store.findAppend(appendId);
    }

    @Override
    public EventCursor read(ReadStream request) {
        return store.read(request);
    }

    @Override
    public EventCursor read(ReadLog request) {
        return store.read(request);
    }

    @Override
    public Optional<StreamHead> head(StreamName stream) {
        return store.head(stream);
    }

    @Override
    public Checkpoint head() {
        return store.head();
    }

    @Override
    public Subscription subscribe(Checkpoint after, EventFilter filter) {
        return store.subscribe(after, filter);
    }

    @Override
    public SnapshotStore snapshots() {
        return store.snapshots();
    }

    @Override
    public void close() {}
}
