package io.stele.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How often something that keeps failing is tried, and until when.
final class Patience {

    private static final long WAIT_MILLIS = 20;
    private static final long WAIT_MILLIS_MAX = 1_000;

    private final Duration all;
    private long endNanos;
    private long waitMillis;
    private int failures;

    /// @param all from the first failure on
    Patience(Duration all) {
        this.all = all;
    }

    /// It works; the next failure is a first one.
    void reset() {
        failures = 0;
    }

    /// How many times it has failed since it worked, with this one.
    int failedAgain() {
        if (failures++ == 0) {
            endNanos = System.nanoTime() + all.toNanos();
            waitMillis = WAIT_MILLIS;
        }
        return failures;
    }

    boolean isOver() {
        return System.nanoTime() - endNanos > 0;
    }

    /// How long to wait before the next attempt: longer each time.
    long nextWaitNanos() {
        long wait = waitMillis;
        waitMillis = Math.min(2 * waitMillis, WAIT_MILLIS_MAX);
        return TimeUnit.MILLISECONDS.toNanos(wait);
    }
}
