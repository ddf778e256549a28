package io.stele.sdk.reactor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.sdk.command.CommandHandler;

/// The states of aggregates at the events that a reactor gets. A stream's events mostly come one
/// after the other, so the last state of each is kept; any other is read from the log.
final class EventStates<E, S> {

    private static final int KEPT_MAX = 10_000;

    private record At<S>(Revision revision, S state) {}

    private final CommandHandler<?, E, S> handler;
    private final Cache<StreamName, At<S>> last =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).build();

    EventStates(CommandHandler<?, E, S> handler) {
        this.handler = handler;
    }

    /// The state with the event.
    ///
    /// @param known the event, decoded
    S at(RecordedEvent event, E known) {
        At<S> before = last.getIfPresent(event.stream());
        S state;
        if (before != null && before.revision().equals(event.revision())) {
            return before.state();
        } else if (before != null && before.revision().next().equals(event.revision())) {
            state = handler.decider().evolve(before.state(), known);
        } else if (event.revision().equals(Revision.FIRST)) {
            state = handler.decider().evolve(handler.decider().initialState(), known);
        } else {
            state = read(event);
        }
        last.put(event.stream(), new At<>(event.revision(), state));
        return state;
    }

    private S read(RecordedEvent event) {
        return handler.at(event.stream().id(), event.revision())
                .orElseThrow(() ->
                        new IllegalStateException(
                                "%s has no revision %s"
                                        .formatted(event.stream(), event.revision())))
                .state();
    }
}
