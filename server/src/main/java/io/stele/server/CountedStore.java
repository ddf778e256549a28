package io.stele.server;

import io.stele.http.metrics.Metrics;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.SnapshotStore;
import io.stele.model.StoreException;
import io.stele.model.StoreMonitor;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.model.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// A store that counts its subscriptions, and knows how far they are behind.
final class CountedStore implements EventStore {

    private final EventStore store;
    private final Set<Followed> open = ConcurrentHashMap.newKeySet();

    CountedStore(EventStore store, Metrics metrics) {
        this.store = store;
        metrics.gauge("stele_subscriptions", "Subscriptions that are open.", open::size);
        metrics.gauge(
                "stele_subscription_lag_events_max",
                "Positions between the end of the log and the subscription that is furthest behind.",
                this::lag);
    }

    @Override
    public Subscription subscribe(Checkpoint after, EventFilter filter) {
        Followed followed = new Followed(store.subscribe(after, filter), after.next());
        open.add(followed);
        return followed;
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

    private double lag() {
        try {
            long head = store.head().next();
            return open.stream().mapToLong(each -> Math.max(0, head - each.next)).max().orElse(0);
        } catch (StoreException e) {
            return Double.NaN;
        }
    }

    private final class Followed implements Subscription {

        private final Subscription source;
        private volatile long next;

        Followed(Subscription source, long next) {
            this.source = source;
            this.next = next;
        }

        @Override
        public Optional<Message> poll(Duration timeout) throws InterruptedException {
            Optional<Message> message = source.poll(timeout);
            message.ifPresent(this::passed);
            return message;
        }

        private void passed(Message message) {
            next =
                    switch (message) {
                        case Message.Event event -> event.event().position().value() + 1;
                        case Message.CaughtUp caughtUp -> caughtUp.at().next();
                        case Message.Progress progress -> progress.at().next();
                    };
        }

        @Override
        public void close() {
            open.remove(this);
            source.close();
        }
    }
}
