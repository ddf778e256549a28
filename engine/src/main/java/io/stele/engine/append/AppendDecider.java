package io.stele.engine.append;

import io.stele.engine.codec.StoredAppend;
import io.stele.engine.index.FrameRef;
import io.stele.engine.index.LogIndex;
import io.stele.engine.read.Frames;
import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Cause;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.RejectedException;
import io.stele.model.Revision;
import io.stele.model.StreamAppend;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says what is to become of an append, given everything before it, durable or not. For the writer's
/// thread.
final class AppendDecider {

    private final LogIndex index;
    private final Frames frames;

    /// The appends of the batch that is not on disk, by the position of their first event.
    private final Map<Long, PendingAppend> inFlight = new HashMap<>();

    AppendDecider(LogIndex index, Frames frames) {
        this.index = index;
        this.frames = frames;
    }

    /// What is to become of an append.
    sealed interface Decision {

        /// It is to be written.
        ///
        /// @param firstRevisions of each of its streams
        @SuppressWarnings("ArrayRecordComponent") // stays within the writer
        record Write(long[] firstRevisions) implements Decision {}

        /// It is there already.
        record Duplicate(Appended answer) implements Decision {}

        /// It does not fit what is there.
        record Refuse(Cause cause) implements Decision {}
    }

    /// @param end the position that the next event gets
    /// @throws RejectedException when an id of the append names something else
    Decision decide(Append append, long end) {
        Optional<Appended> before = retriedById(append);
        if (before.isEmpty() && Retries.passesAgain(append)) {
            before = retriedByEvents(append);
        }
        if (before.isPresent()) {
            return new Decision.Duplicate(before.get());
        }
        long[] firstRevisions = new long[append.streams().size()];
        for (int i = 0; i < firstRevisions.length; i++) {
            StreamAppend part = append.streams().get(i);
            long last = index.lastRevision(part.stream());
            if (!holds(part.expected(), last)) {
                return retriedByEvents(append)
                        .<Decision>map(Decision.Duplicate::new)
                        .orElseGet(() -> new Decision.Refuse(moved(part, last)));
            }
            firstRevisions[i] = last + 1;
        }
        Optional<Cause> failed = append.condition().flatMap(condition -> check(condition, end));
        return failed.isPresent()
                ? new Decision.Refuse(failed.get())
                : new Decision.Write(firstRevisions);
    }

    private static boolean holds(Expectation expected, long last) {
        return switch (expected) {
            case Expectation.Any any -> true;
            case Expectation.None none -> last < 0;
            case Expectation.Exists exists -> last >= 0;
            case Expectation.Exactly exactly -> last == exactly.last().value();
        };
    }

    private static Cause moved(StreamAppend part, long last) {
        return new Cause.StreamMoved(
                part.stream(),
                part.expected(),
                last < 0 ? Optional.empty() : Optional.of(Revision.of(last)));
    }

    private Optional<Cause> check(AppendCondition condition, long end) {
        long after = condition.after().map(given -> Math.min(given.value(), end - 1)).orElse(-1L);
        long match = index.firstMatch(condition.failIfEventsMatch(), after, end);
        return match < 0
                ? Optional.empty()
                : Optional.of(new Cause.ConditionFailed(condition, Position.of(match)));
    }

    /// Remembers what is about to be written, until [#batchDone()].
    void inFlight(long basePosition, PendingAppend pending) {
        inFlight.put(basePosition, pending);
    }

    void batchDone() {
        inFlight.clear();
    }

    private Optional<Appended> retriedById(Append append) {
        Known known = new Known();
        FrameRef same =
                index.findAppend(
                        append.appendId(),
                        frame -> known.load(frame).appendId().equals(append.appendId()));
        if (same != null) {
            if (!known.append().hasContentOf(append)) {
                throw Retries.appendIdReused(append.appendId());
            }
            return Optional.of(known.answer());
        }
        return Optional.empty();
    }

    /// A retry that is known only by its event ids. Not asked for where an expectation holds that
    /// cannot hold twice: nearly all appends, and the look-up costs more than the rest.
    private Optional<Appended> retriedByEvents(Append append) {
        Known known = new Known();
        StreamAppend first = append.streams().getFirst();
        FrameRef same =
                index.findEvent(
                        first.stream(),
                        first.events().getFirst().id(),
                        frame -> known.load(frame).hasEventsOf(append));
        if (same != null) {
            return Optional.of(known.answer());
        }
        for (StreamAppend part : append.streams()) {
            if (Retries.passesAgain(part)) {
                checkNoneKnown(part);
            }
        }
        return Optional.empty();
    }

    private void checkNoneKnown(StreamAppend part) {
        Known known = new Known();
        for (NewEvent event : part.events()) {
            FrameRef found =
                    index.findEvent(
                            part.stream(),
                            event.id(),
                            frame ->
                                    Retries.wrote(
                                            known.load(frame),
                                            part.stream(),
                                            event.id(),
                                            part.expected()));
            if (found != null) {
                throw Retries.eventIdReused(part.stream(), event.id());
            }
        }
    }

    /// An earlier append, from the batch in flight or from disk.
    private final class Known {

        private @Nullable PendingAppend pending;
        private @Nullable StoredAppend stored;

        Append load(FrameRef frame) {
            pending = inFlight.get(frame.basePosition());
            stored = pending == null ? frames.read(frame) : null;
            return append();
        }

        Append append() {
            return pending != null ? pending.append() : stored().append();
        }

        Appended answer() {
            if (pending == null) {
                return stored().answerAgain();
            }
            Appended decided = pending.decided;
            if (decided == null) {
                throw new IllegalStateException("an append in flight has no decision");
            }
            return new Appended(decided.streams(), decided.last(), true);
        }

        private StoredAppend stored() {
            if (stored == null) {
                throw new IllegalStateException("no append was loaded");
            }
            return stored;
        }
    }
}
