package io.stele.sdk.command;

/// What replaying an event takes, as measured: the mean, in which what is long ago counts less.
final class ReplaySpeed {

    private static final int EVENTS_MIN = 20; // fewer tell of the store more than of the events
    private static final double WEIGHT = 0.2;

    private double nanosPerEvent;

    /// 0 before the first measurement.
    synchronized double nanosPerEvent() {
        return nanosPerEvent;
    }

    synchronized void measured(long events, long nanos) {
        if (events >= EVENTS_MIN) {
            double each = (double) nanos / events;
            nanosPerEvent =
                    nanosPerEvent == 0 ? each : (1 - WEIGHT) * nanosPerEvent + WEIGHT * each;
        }
    }
}
