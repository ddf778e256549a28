package io.stele.memory;

import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Mutants whose bug lies in what their subscriptions say.
final class SubscriptionMutants {

    private SubscriptionMutants() {}

    /// Puts what a subscriber is to be told in place of one message.
    private interface Change {

        /// @param before the message before, as the store said it
        void tell(Message message, @Nullable Message before, Deque<Message> told);
    }

    static Map<String, UnaryOperator<EventStore>> all() {
        return Map.of(
                "the first live event is left out",
                telling((message, before, told) -> {
                    if (!(before instanceof Message.CaughtUp && message instanceof Message.Event)) {
                        told.add(message);
                    }
                }),
                "the last event of history comes again live",
                telling((message, before, told) -> {
                    if (message instanceof Message.CaughtUp && before instanceof Message.Event) {
                        told.add(before);
                    }
                    told.add(message);
                }),
                "a reader is told too early that it has caught up",
                telling((message, before, told) -> {
                    if (before == null && message instanceof Message.Event event) {
                        told.add(
                                new Message.CaughtUp(
                                        new Checkpoint(event.event().position().value())));
                    }
                    told.add(message);
                }),
                "a reader is told only once that it has caught up",
                telling(new OnlyOnce()),
                "progress is one too far",
                telling((message, before, told) ->
                        told.add(
                                message instanceof Message.Progress progress
                                        ? new Message.Progress(
                                                new Checkpoint(progress.at().next() + 1))
                                        : message)),
                "a subscription ignores its filter",
                subscribing((store, after, filter) -> store.subscribe(after, EventFilter.ALL)),
                "a subscription begins with what is finished",
                subscribing((store, after, filter) ->
                        store.subscribe(new Checkpoint(Math.max(0, after.next() - 1)), filter)),
                "a subscription begins at the end",
                subscribing((store, after, filter) -> store.subscribe(store.head(), filter)));
    }

    private static final class OnlyOnce implements Change {
        @Override
        public void tell(Message message, @Nullable Message before, Deque<Message> told) {
            boolean first = before == null || !(before instanceof Message.Event);
            if (!(message instanceof Message.CaughtUp) || first) {
                told.add(message);
            }
        }
    }

    /// How a store is asked for a subscription.
    private interface Asking {
        Subscription subscribe(EventStore store, Checkpoint after, EventFilter filter);
    }

    private static UnaryOperator<EventStore> subscribing(Asking asking) {
        return store ->
                new StoreDecorator(store) {
                    @Override
                    public Subscription subscribe(Checkpoint after, EventFilter filter) {
                        return asking.subscribe(store, after, filter);
                    }
                };
    }

    private static UnaryOperator<EventStore> telling(Change change) {
        return subscribing(
                (store, after, filter) -> new Changed(store.subscribe(after, filter), change));
    }

    private static final class Changed implements Subscription {

        private final Subscription subscription;
        private final Change change;
        private final Deque<Message> told = new ArrayDeque<>();
        private @Nullable Message before;

        Changed(Subscription subscription, Change change) {
            this.subscription = subscription;
            this.change = change;
        }

        @Override
        public Optional<Message> poll(Duration timeout) throws InterruptedException {
            while (told.isEmpty()) {
                Optional<Message> message = subscription.poll(timeout);
                if (message.isEmpty()) {
                    return message;
                }
                change.tell(message.get(), before, told);
                before = message.get();
            }
            return Optional.of(told.remove());
        }

        @Override
        public void close() {
            subscription.close();
        }
    }
}
