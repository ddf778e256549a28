package io.stele.model;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A store that passes everything on to another one, but for what a subclass changes.
///
/// Not for a store that guards another one: what is added to [EventStore] is passed on here, too.
public abstract class ForwardingEventStore implements EventStore {

    /// Where everything is passed on to.
    protected final EventStore store;

    /// @param store is closed when this is
    protected ForwardingEventStore(EventStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(Append append) {
        return store.appendAsync(append);
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
    public Optional<StoreMonitor> monitor() {
        return store.monitor();
    }

    @Override
    public void close() {
        store.close();
    }
}
