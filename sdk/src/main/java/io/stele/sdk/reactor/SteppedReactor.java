package io.stele.sdk.reactor;

import io.stele.groups.Outcome;
import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import io.stele.sdk.command.CommandHandler;
import io.stele.sdk.reactor.TimerEvent.TimerSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A reactor that does the next thing when it is told to, on the caller's thread: for tests. For one
/// thread.
public final class SteppedReactor {

    private final EventStore store;
    private final ReactorCore<?, ?, ?> core;
    private final EventFilter filter;
    private final SortedMap<StreamName, String> parked = new TreeMap<>();
    private Checkpoint next = Checkpoint.START;

    private SteppedReactor(EventStore store, ReactorCore<?, ?, ?> core, EventFilter filter) {
        this.store = store;
        this.core = core;
        this.filter = filter;
    }

    /// @param process takes the commands of the reactor's own decider
    /// @param commands takes those to others
    public static <C, E, S> SteppedReactor of(
            Reactor<C, E, S> reactor,
            EventStore store,
            CommandHandler<C, E, S> process,
            CommandPort commands) {
        return new SteppedReactor(
                store,
                new ReactorCore<>(store, reactor, process, commands),
                EventFilter.category(reactor.source().category()));
    }

    /// Hears the next event that does not belong to a parked process.
    ///
    /// @return what to say of it, as it would be said to the group; empty when there is none
    public Optional<Outcome> step() {
        Optional<RecordedEvent> event = peek();
        if (event.isEmpty()) {
            return Optional.empty();
        }
        StreamName stream = event.get().stream();
        Outcome outcome = parked.containsKey(stream) ? Outcome.ACK : core.react(event.get());
        if (!(outcome instanceof Outcome.Retry)) {
            next = Checkpoint.after(event.get().position());
        }
        if (outcome instanceof Outcome.Park park) {
            parked.put(stream, park.reason());
        }
        return Optional.of(outcome);
    }

    private Optional<RecordedEvent> peek() {
        try (EventCursor cursor = store.read(ReadLog.all().from(next).matching(filter).limit(1))) {
            return cursor.hasNext() ? Optional.of(cursor.next()) : Optional.empty();
        }
    }

    /// Begins again with the first event, as one does who has lost its place.
    public void forget() {
        next = Checkpoint.START;
        parked.clear();
    }

    /// The processes that were parked, and why, in the order of their names.
    public SortedMap<StreamName, String> parked() {
        return Collections.unmodifiableSortedMap(parked);
    }

    /// Fires the timers that are due.
    ///
    /// @return how many
    public int fireDue(Instant now) {
        List<TimerSet> due = timers().due(now);
        due.forEach(core::fire);
        return due.size();
    }

    /// The names of the timers that are set, with the processes they belong to, such as
    /// `acceptance of 7`; those that are due first come first.
    public List<String> timersSet() {
        List<String> names = new ArrayList<>();
        timers().all().forEach(timer -> names.add(timer.name() + " of " + timer.process()));
        return names;
    }

    private TimerQueue timers() {
        TimerQueue queue = new TimerQueue();
        try (EventCursor events = store.read(ReadStream.of(core.timers().stream()))) {
            while (events.hasNext()) {
                queue.apply(TimerEvent.CODEC.decode(events.next()));
            }
        }
        return queue;
    }
}
