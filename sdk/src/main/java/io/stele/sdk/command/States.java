package io.stele.sdk.command;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamName;
import io.stele.sdk.Decider;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// The states of one decider's aggregates: hot ones from memory, others from a snapshot and the
/// events after it.
final class States<E, S> implements AutoCloseable {

    private final Replay<E, S> replay;
    private final Snapshots<S> snapshots;
    private final SnapshotPolicy policy;
    private final LongSupplier nanoClock;
    private final ReplaySpeed speed = new ReplaySpeed();
    private final Cache<StreamName, Loaded<S>> hot;

    /// @param snapshotStore where snapshots are kept
    States(
            EventStore store,
            SnapshotStore snapshotStore,
            Decider<?, E, S> decider,
            CommandHandler.Options options,
            LongSupplier nanoClock) {
        this.replay = new Replay<>(store, decider);
        this.snapshots = new Snapshots<>(snapshotStore, decider);
        this.policy = options.snapshots();
        this.nanoClock = nanoClock;
        this.hot = Caffeine.newBuilder().maximumSize(options.hotStatesMax()).build();
    }

    Replay<E, S> replay() {
        return replay;
    }

    /// The state in memory, if any. Others may have written since.
    Optional<Loaded<S>> hint(StreamName stream) {
        return Optional.ofNullable(hot.getIfPresent(stream));
    }

    /// The state after all events that are in the log.
    Loaded<S> current(StreamName stream) {
        Loaded<S> known = hot.getIfPresent(stream);
        Optional<Loaded<S>> resumed =
                known == null ? Optional.empty() : replay.resume(stream, known);
        Loaded<S> current = resumed.isPresent() ? resumed.get() : load(stream);
        if (current.head().isPresent()) {
            hot.put(stream, current);
        } else {
            hot.invalidate(stream);
        }
        return current;
    }

    private Loaded<S> load(StreamName stream) {
        long start = nanoClock.getAsLong();
        Optional<Loaded<S>> kept = snapshots.load(stream);
        Loaded<S> loaded = replayFrom(stream, kept, event -> true);
        long nanos = nanoClock.getAsLong() - start;
        boolean slow = nanos > policy.replayLongerThan().toNanos();
        long keptCount = kept.map(Loaded::eventCount).orElse(0L);
        speed.measured(loaded.eventCount() - keptCount, nanos);
        if (loaded.eventCount() - keptCount >= policy.everyEvents()
                || (slow && loaded.eventCount() > keptCount)) {
            snapshots.saveLater(stream, () -> Optional.of(loaded));
        }
        return loaded;
    }

    private Loaded<S> replayFrom(
            StreamName stream, Optional<Loaded<S>> kept, Predicate<RecordedEvent> wanted) {
        return kept.flatMap(from -> replay.resume(stream, from, wanted))
                .orElseGet(() -> replay.fromTheStart(stream, wanted));
    }

    /// Takes the state after an append of our own.
    void advance(StreamName stream, Loaded<S> before, Loaded<S> after) {
        hot.put(stream, after);
        if (policy.isDue(before.eventCount(), after.eventCount(), speed.nanosPerEvent())) {
            snapshots.saveLater(stream, () -> replay.resume(stream, after));
        }
    }

    /// The state when the event of `revision` was the last one.
    Loaded<S> at(StreamName stream, Revision revision) {
        Optional<Loaded<S>> kept =
                snapshots.load(stream).filter(s -> s.eventCount() <= revision.value() + 1);
        return replayFrom(stream, kept, event -> event.revision().compareTo(revision) <= 0);
    }

    /// The state as it was at a time: after all events recorded until then, that instant included.
    Loaded<S> at(StreamName stream, Instant time) {
        Optional<Loaded<S>> kept =
                snapshots
                        .load(stream)
                        .filter(s -> s.recordedAt() != null && !s.recordedAt().isAfter(time));
        return replayFrom(stream, kept, event -> !event.recordedAt().isAfter(time));
    }

    /// The state after the events up to a position.
    Loaded<S> at(StreamName stream, Position position) {
        Optional<Loaded<S>> kept =
                snapshots
                        .load(stream)
                        .filter(s -> s.head().orElseThrow().position().compareTo(position) <= 0);
        return replayFrom(stream, kept, event -> event.position().compareTo(position) <= 0);
    }

    @Override
    public void close() {
        snapshots.close();
    }
}
