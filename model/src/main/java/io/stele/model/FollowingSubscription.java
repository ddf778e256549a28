package io.stele.model;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A subscription made of plain reads, for a store that can tell when its log has grown.
///
/// It reads from its checkpoint to the end, says so, waits for the end to move, and reads on from
/// where it was. A reader that falls behind is simply reading history again, so nothing is ever
/// buffered for it.
public final class FollowingSubscription implements Subscription {

    /// The end of a log, as something to wait for.
    public interface Tail {

        /// Where the log ends.
        Checkpoint head();

        /// Waits until the log ends behind `seen` or `giveUp` says so, at most `timeout`.
        ///
        /// @param giveUp asked before each wait and after each [#wake()]
        /// @return whether the log ends behind `seen`
        /// @throws StoreException when the store is closed or broken
        boolean awaitBeyond(Checkpoint seen, Duration timeout, BooleanSupplier giveUp)
                throws InterruptedException;

        /// Makes all who wait ask their `giveUp` again.
        void wake();
    }

    private final EventStore store;
    private final Tail tail;
    private final EventFilter filter;
    private Checkpoint finished;
    private @Nullable EventCursor cursor;
    private Checkpoint cursorEnd = Checkpoint.START;
    private boolean behind = true;
    private volatile boolean closed;

    public FollowingSubscription(
            EventStore store, Tail tail, Checkpoint after, EventFilter filter) {
        this.store = store;
        this.tail = tail;
        this.filter = filter;
        this.finished = after;
    }

    @Override
    public Optional<Message> poll(Duration timeout) throws InterruptedException {
        long deadline =
                System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout); // at most 292 years
        while (!closed) {
            Optional<Message> message = cursor == null ? Optional.empty() : advance(cursor);
            if (message.isPresent()) {
                return message;
            }
            if (tail.head().next() > finished.next()) {
                openCursor();
            } else if (behind) {
                behind = false;
                return Optional.of(new Message.CaughtUp(finished));
            } else {
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                if (left.isNegative() || !tail.awaitBeyond(finished, left, () -> closed)) {
                    return Optional.empty();
                }
            }
        }
        closeCursor();
        return Optional.empty();
    }

    /// The next event of the walk; or, at its end, the progress made without one.
    private Optional<Message> advance(EventCursor walk) {
        if (walk.hasNext()) {
            RecordedEvent event = walk.next();
            finished = Checkpoint.after(event.position());
            return Optional.of(new Message.Event(event));
        }
        closeCursor();
        if (finished.compareTo(cursorEnd) >= 0) {
            return Optional.empty();
        }
        finished = cursorEnd;
        return Optional.of(new Message.Progress(finished));
    }

    private void openCursor() {
        Checkpoint head = tail.head();
        // More than one event at once means that there was a distance to catch up.
        behind |= head.next() - finished.next() > 1;
        ReadLog request = ReadLog.all().matching(filter);
        cursor = store.read(finished.last().map(request::after).orElse(request));
        cursorEnd = head;
    }

    private void closeCursor() {
        EventCursor open = cursor;
        cursor = null;
        if (open != null) {
            open.close();
        }
    }

    /// The cursor itself is closed by the polling thread, at its next call.
    @Override
    public void close() {
        closed = true;
        tail.wake();
    }
}
