package io.stele.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A time limit that is set again and again, and mostly does not run out: moving it further away
/// costs nothing, because the timer looks at the limit only when it fires. For one event loop.
final class Deadline {

    private static final long NEVER = Long.MAX_VALUE;

    private final EventLoop loop;
    private final Runnable whenPassed;
    private final long originNanos = System.nanoTime();
    private long limitNanos = NEVER;
    private long timerNanos = NEVER;
    private @Nullable Future<?> timer;

    Deadline(EventLoop loop, Runnable whenPassed) {
        this.loop = loop;
        this.whenPassed = whenPassed;
    }

    void set(Duration fromNow) {
        limitNanos = now() + fromNow.toNanos();
        if (limitNanos < timerNanos) {
            cancelTimer();
            startTimer();
        }
    }

    void clear() {
        limitNanos = NEVER;
    }

    /// For good.
    void cancel() {
        clear();
        cancelTimer();
    }

    private void startTimer() {
        timerNanos = limitNanos;
        timer = loop.schedule(this::fired, limitNanos - now(), TimeUnit.NANOSECONDS);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
            timerNanos = NEVER;
        }
    }

    private void fired() {
        timer = null;
        timerNanos = NEVER;
        if (limitNanos == NEVER) {
            return;
        }
        if (now() < limitNanos) {
            startTimer();
        } else {
            limitNanos = NEVER;
            whenPassed.run();
        }
    }

    private long now() {
        return System.nanoTime() - originNanos;
    }
}
