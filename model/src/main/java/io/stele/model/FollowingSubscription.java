package io.stele.model;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A subscription made of plain reads, for a store that can tell when its log has grown.
///
/// It reads from its checkpoint to the end, says so, waits for the end to move, and reads on from
/// where it was. A reader that falls behind is simply reading history again, so nothing is ever
/// buffered for it.
///
/// It reads in windows, one after the other, and says after each how far it is. So where nothing
/// passes the filter a call of [#poll] takes no longer than one window, and progress comes at least
/// every [#WINDOW_POSITIONS_MAX] positions.
public final class FollowingSubscription implements Subscription {

    /// A log, as something to read and to wait for.
    public interface Source {

        /// Where the log ends.
        Checkpoint head();

        /// The events from `from` up to, but not with, the one that `to` would finish next; of
        /// these, those that pass `filter`.
        ///
        /// @param to not beyond the head
        EventCursor read(Checkpoint from, Checkpoint to, EventFilter filter);

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

    /// The largest window.
    public static final int WINDOW_POSITIONS_MAX = 1 << 16;

    /* How long a stretch without a match takes depends on the size of events and on what a store
     * has indexed, and that can change along the log. So the window follows what was measured. */
    private static final int WINDOW_POSITIONS_MIN = 1 << 4;
    private static final int WINDOW_POSITIONS_FIRST = 1 << 10;
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long FAST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Source source;
    private final EventFilter filter;
    private final LongSupplier nanoTime;
    private Checkpoint finished;
    private @Nullable EventCursor window;
    private Checkpoint windowEnd = Checkpoint.START;
    private int windowPositions = WINDOW_POSITIONS_FIRST;
    private boolean behind = true;
    private volatile boolean closed;

    public FollowingSubscription(Source source, Checkpoint after, EventFilter filter) {
        this(source, after, filter, System::nanoTime);
    }

    FollowingSubscription(
            Source source, Checkpoint after, EventFilter filter, LongSupplier nanoTime) {
        this.source = source;
        this.filter = filter;
        this.finished = after;
        this.nanoTime = nanoTime;
    }

    @Override
    public Optional<Message> poll(Duration timeout) throws InterruptedException {
        long deadline =
                nanoTime.getAsLong() + TimeUnit.NANOSECONDS.convert(timeout); // at most 292 years
        while (!closed) {
            Optional<Message> message = window == null ? Optional.empty() : advance(window);
            if (message.isPresent()) {
                return message;
            }
            Checkpoint head = source.head();
            if (head.next() > finished.next()) {
                openWindow(head);
            } else if (behind) {
                behind = false;
                return Optional.of(new Message.CaughtUp(finished));
            } else {
                Duration left = Duration.ofNanos(deadline - nanoTime.getAsLong());
                if (left.isNegative() || !source.awaitBeyond(finished, left, () -> closed)) {
                    return Optional.empty();
                }
            }
        }
        closeWindow();
        return Optional.empty();
    }

    /// The next event of the window; or, at its end, the progress made without one.
    private Optional<Message> advance(EventCursor walk) {
        long began = nanoTime.getAsLong();
        boolean found = walk.hasNext();
        long took = nanoTime.getAsLong() - began;
        if (took > SLOW_NANOS) {
            windowPositions = Math.max(WINDOW_POSITIONS_MIN, windowPositions / 2);
        }
        if (found) {
            RecordedEvent event = walk.next();
            finished = Checkpoint.after(event.position());
            return Optional.of(new Message.Event(event));
        }
        closeWindow();
        if (took < FAST_NANOS) {
            windowPositions = Math.min(WINDOW_POSITIONS_MAX, windowPositions * 2);
        }
        if (finished.compareTo(windowEnd) >= 0) {
            return Optional.empty();
        }
        finished = windowEnd;
        return Optional.of(new Message.Progress(finished));
    }

    private void openWindow(Checkpoint head) {
        long distance = head.next() - finished.next();
        // More than one event at once means that there was a distance to catch up.
        behind |= distance > 1;
        windowEnd = new Checkpoint(finished.next() + Math.min(distance, windowPositions));
        window = source.read(finished, windowEnd, filter);
    }

    private void closeWindow() {
        EventCursor open = window;
        window = null;
        if (open != null) {
            open.close();
        }
    }

    /// The cursor itself is closed by the polling thread, at its next call.
    @Override
    public void close() {
        closed = true;
        source.wake();
    }
}
