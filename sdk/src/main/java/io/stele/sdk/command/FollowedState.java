package io.stele.sdk.command;

import io.stele.model.RecordedEvent;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

/// The states of an aggregate, one after each of its events, with no gap and no duplicate. What is
/// not taken waits in the log, so a slow reader fills no memory.
///
/// For one thread at a time.
public final class FollowedState<S> implements AutoCloseable {

    private final Subscription events;
    private final StreamName stream;
    private final BiFunction<S, RecordedEvent, S> evolve;
    private Loaded<S> at;
    private boolean tellFirst;

    /// @param events behind the one that `begin` stands at
    FollowedState(
            Subscription events,
            StreamName stream,
            Loaded<S> begin,
            BiFunction<S, RecordedEvent, S> evolve,
            boolean tellFirst) {
        this.events = events;
        this.stream = stream;
        this.evolve = evolve;
        this.at = begin;
        this.tellFirst = tellFirst;
    }

    /// The next state, waiting for it at most `timeout`.
    ///
    /// @return empty when nothing came in time
    /// @throws io.stele.model.StoreException when the store cannot go on; follow again from the last
    ///     position
    /// @throws RuntimeException when an event cannot be read or folded
    public Optional<Aggregate<S>> poll(Duration timeout) throws InterruptedException {
        if (tellFirst) {
            tellFirst = false;
            Optional<Aggregate<S>> first = at.aggregate(stream);
            if (first.isPresent()) {
                return first;
            }
        }
        long end = System.nanoTime() + timeout.toNanos();
        Duration left = timeout;
        do {
            Optional<Message> message = events.poll(left);
            // Names that begin with the stream's are followed, too.
            if (message.isPresent()
                    && message.get() instanceof Message.Event(RecordedEvent event)
                    && event.stream().equals(stream)) {
                return apply(event);
            }
            left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        } while (!left.isZero());
        return Optional.empty();
    }

    private Optional<Aggregate<S>> apply(RecordedEvent event) {
        StreamHead head = new StreamHead(event.revision(), event.position());
        at = new Loaded<>(evolve.apply(at.state(), event), Optional.of(head), event.recordedAt());
        return at.aggregate(stream);
    }

    @Override
    public void close() {
        events.close();
    }
}
