package io.stele.server;

import io.stele.http.metrics.Metrics;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.ForwardingEventStore;
import io.stele.model.StoreException;
import io.stele.model.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A store that counts its subscriptions, and knows how far they are behind.
final class CountedStore extends ForwardingEventStore {

    private final Set<Followed> open = ConcurrentHashMap.newKeySet();

    CountedStore(EventStore store, Metrics metrics) {
        super(store);
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
