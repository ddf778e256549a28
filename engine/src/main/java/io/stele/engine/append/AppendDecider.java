package io.stele.engine.append;

import io.stele.engine.codec.StoredAppend;
import io.stele.engine.index.FrameRef;
import io.stele.engine.index.Grounds;
import io.stele.engine.index.Outlook;
import io.stele.engine.read.Frames;
import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Cause;
import io.stele.model.Expectation;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.StoreException;
import io.stele.model.StreamAppend;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Says what is to become of an append, given everything before it, durable or not. For one thread
/// at a time.
final class AppendDecider {

    private final Grounds grounds;
    private final InFlight inFlight;
    private final Frames frames;
    private final Known known = new Known();
    private long[] firstRevisions = new long[1];

    AppendDecider(Grounds grounds, InFlight inFlight, Frames frames) {
        this.grounds = grounds;
        this.inFlight = inFlight;
        this.frames = frames;
    }

    /// What is to become of an append.
    sealed interface Decision {

        /// It is to be written.
        enum Write implements Decision {
            WRITE
        }

        /// It is there already.
        record Duplicate(Appended answer) implements Decision {}

        /// It does not fit what is there.
        record Refuse(Cause cause) implements Decision {}

        /// It cannot be answered so.
        record Reject(StoreException failure) implements Decision {}
    }

    /// What is to become of an append; where it is to be written, [#firstRevisions()] says how.
    ///
    /// @param end the position that the next event gets
    Decision decide(PendingAppend pending, long end) {
        Append append = pending.append();
        Outlook outlook = pending.outlook();
        try {
            Optional<Appended> before = retriedById(append, outlook);
            if (before.isEmpty() && Retries.passesAgain(append)) {
                before = retriedByEvents(append, outlook);
            }
            return before.isPresent()
                    ? new Decision.Duplicate(before.get())
                    : decideNew(append, outlook, end);
        } catch (StoreException e) {
            return new Decision.Reject(e);
        }
    }

    private Decision decideNew(Append append, Outlook outlook, long end) {
        int streams = append.streams().size();
        if (firstRevisions.length != streams) {
            firstRevisions = new long[streams];
        }
        for (int i = 0; i < streams; i++) {
            StreamAppend part = append.streams().get(i);
            long last = grounds.lastRevision(outlook, i);
            if (!holds(part.expected(), last)) {
                return retriedByEvents(append, outlook)
                        .<Decision>map(Decision.Duplicate::new)
                        .orElseGet(() -> new Decision.Refuse(moved(part, last)));
            }
            firstRevisions[i] = last + 1;
        }
        if (append.condition().isPresent()) {
            AppendCondition condition = append.condition().get();
            long match = firstMatch(condition, outlook, end);
            if (match >= 0) {
                return new Decision.Refuse(
                        new Cause.ConditionFailed(condition, Position.of(match)));
            }
        }
        return Decision.Write.WRITE;
    }

    /// The first revision of each stream of the append that was decided on last, when it is to be
    /// written. Good until the next one.
    long[] firstRevisions() {
        return firstRevisions;
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

    /// The first position that fails the condition, or -1.
    private long firstMatch(AppendCondition condition, Outlook outlook, long end) {
        long after =
                condition.after().isPresent()
                        ? Math.min(condition.after().get().value(), end - 1)
                        : -1;
        return grounds.firstMatch(outlook, after, end);
    }

    private Optional<Appended> retriedById(Append append, Outlook outlook) {
        if (grounds.findAppend(outlook, known.sameId(append)) == null) {
            return Optional.empty();
        }
        if (!known.append().hasContentOf(append)) {
            throw Retries.appendIdReused(append.appendId());
        }
        return Optional.of(known.answer());
    }

    /// A retry that is known only by its event ids. Not asked for where an expectation holds that
    /// cannot hold twice: nearly all appends, and the look-up costs more than the rest.
    private Optional<Appended> retriedByEvents(Append append, Outlook outlook) {
        FrameRef same =
                grounds.findEvent(outlook, 0, 0, frame -> known.load(frame).hasEventsOf(append));
        if (same != null) {
            return Optional.of(known.answer());
        }
        for (int i = 0; i < append.streams().size(); i++) {
            if (Retries.passesAgain(append.streams().get(i))) {
                checkNoneKnown(append, i, outlook);
            }
        }
        return Optional.empty();
    }

    private void checkNoneKnown(Append append, int index, Outlook outlook) {
        StreamAppend part = append.streams().get(index);
        for (int i = 0; i < part.events().size(); i++) {
            UUID id = part.events().get(i).id();
            FrameRef found =
                    grounds.findEvent(
                            outlook,
                            index,
                            i,
                            frame ->
                                    Retries.wrote(
                                            known.load(frame), part.stream(), id, part.expected()));
            if (found != null) {
                throw Retries.eventIdReused(part.stream(), id);
            }
        }
    }

    /// An earlier append, in flight or from disk; as the last look-up found it.
    private final class Known implements Predicate<FrameRef> {

        private @Nullable PendingAppend pending;
        private @Nullable StoredAppend stored;
        private UUID asked = new UUID(0, 0);

        /// Accepts the frame that has the id of `append`. One object for all: every append asks.
        Predicate<FrameRef> sameId(Append append) {
            asked = append.appendId();
            return this;
        }

        @Override
        public boolean test(FrameRef frame) {
            return load(frame).appendId().equals(asked);
        }

        Append load(FrameRef frame) {
            pending = inFlight.find(frame.basePosition());
            stored = pending == null ? frames.read(frame) : null;
            return append();
        }

        Append append() {
            return pending != null ? pending.append() : stored().append();
        }

        Appended answer() {
            return pending != null ? pending.appended(true) : stored().answerAgain();
        }

        private StoredAppend stored() {
            if (stored == null) {
                throw new IllegalStateException("no append was loaded");
            }
            return stored;
        }
    }
}
