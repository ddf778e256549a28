package io.stele.sdk.command;

import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.sdk.Decider;
import io.stele.sdk.EventCodec;
import java.util.Optional;
import java.util.function.Predicate;

/// Folds the events of a stream into a state.
final class Replay<E, S> {

    private final EventStore store;
    private final Decider<?, E, S> decider;
    private final EventCodec<E> codec;

    Replay(EventStore store, Decider<?, E, S> decider) {
        this.store = store;
        this.decider = decider;
        this.codec = EventCodec.of(decider);
    }

    EventCodec<E> codec() {
        return codec;
    }

    /// From the first event to the last one that is `wanted`.
    Loaded<S> fromTheStart(StreamName stream, Predicate<RecordedEvent> wanted) {
        try (EventCursor events = store.read(ReadStream.of(stream))) {
            return fold(Loaded.initial(decider.initialState()), events, wanted);
        }
    }

    /// As the other `resume`, to the end of the stream.
    Optional<Loaded<S>> resume(StreamName stream, Loaded<S> known) {
        return resume(stream, known, event -> true);
    }

    /// From a known state on. The event it stands at is read again, to see that it is still that
    /// one: a log may have been put back to an older backup.
    ///
    /// @return empty when it is not, and the known state belongs to another history
    Optional<Loaded<S>> resume(
            StreamName stream, Loaded<S> known, Predicate<RecordedEvent> wanted) {
        if (known.head().isEmpty()) {
            return Optional.of(fromTheStart(stream, wanted));
        }
        StreamHead head = known.head().get();
        try (EventCursor events = store.read(ReadStream.of(stream).from(head.revision()))) {
            if (!events.hasNext()) {
                return Optional.empty();
            }
            RecordedEvent last = events.next();
            if (!headAt(last).equals(head)) {
                return Optional.empty();
            }
            Loaded<S> confirmed = new Loaded<>(known.state(), known.head(), last.recordedAt());
            return Optional.of(fold(confirmed, events, wanted));
        }
    }

    private Loaded<S> fold(Loaded<S> from, EventCursor events, Predicate<RecordedEvent> wanted) {
        S state = from.state();
        RecordedEvent last = null;
        while (events.hasNext()) {
            RecordedEvent event = events.next();
            if (!wanted.test(event)) {
                break;
            }
            state = evolve(state, event);
            last = event;
        }
        return last == null
                ? from
                : new Loaded<>(state, Optional.of(headAt(last)), last.recordedAt());
    }

    S evolve(S state, RecordedEvent event) {
        S after = state;
        for (E each : codec.decodeAll(event, decider.unknownEvents())) {
            after = decider.evolve(after, each);
        }
        return after;
    }

    private static StreamHead headAt(RecordedEvent event) {
        return new StreamHead(event.revision(), event.position());
    }
}
