package io.stele.sql;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Says in the log how a view catches up: rarely, with rate and time left.
final class CatchUpLog {

    private static final long INTERVAL_NANOS = 5_000_000_000L;

    private final Logger log;
    private final String view;
    private final LongSupplier nanoTime;
    private final long firstPosition;
    private final long begin;
    private long lastSaid;
    private boolean finished;

    CatchUpLog(Logger log, String view, LongSupplier nanoTime, long firstPosition) {
        this.log = log;
        this.view = view;
        this.nanoTime = nanoTime;
        this.firstPosition = firstPosition;
        this.begin = nanoTime.getAsLong();
        this.lastSaid = begin;
    }

    /// @param position where the view is
    /// @param head where the log ends; asked only when there is something to say
    void at(long position, LongSupplier head) {
        long now = nanoTime.getAsLong();
        if (finished || now - lastSaid < INTERVAL_NANOS) {
            return;
        }
        lastSaid = now;
        long end = Math.max(position, head.getAsLong());
        double perSecond = (position - firstPosition) * 1e9 / (now - begin);
        log.log(
                Level.INFO,
                () ->
                        String.format(
                                Locale.ROOT,
                                "View %s: %,d of %,d events, %,.0f/s, %,.0f s left",
                                view,
                                position,
                                end,
                                perSecond,
                                (end - position) / Math.max(perSecond, 1)));
    }

    /// How many events were applied in a second, on the way to `position`; 0 once it has caught up.
    long perSecond(long position) {
        double seconds = (nanoTime.getAsLong() - begin) / 1e9;
        return finished || seconds <= 0 ? 0 : Math.round((position - firstPosition) / seconds);
    }

    void caughtUp(long position) {
        if (finished) {
            return;
        }
        finished = true;
        double seconds = (nanoTime.getAsLong() - begin) / 1e9;
        if (position > firstPosition) {
            log.log(
                    Level.INFO,
                    () ->
                            String.format(
                                    Locale.ROOT,
                                    "View %s: caught up, %,d events in %.1f s",
                                    view,
                                    position - firstPosition,
                                    seconds));
        }
    }
}
