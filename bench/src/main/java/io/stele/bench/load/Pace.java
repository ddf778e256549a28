package io.stele.bench.load;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;

/// How much is asked, and for how long.
///
/// @param callers how many operations are under way at most
/// @param rate operations a second, in an open loop: they are due at this rate whatever happens, and
///     their latency counts from when they were due; empty: a closed loop, in which each caller asks
///     again when it has its answer
/// @param warmup the same load before that, not counted
/// @param measured how long operations are begun; the last answers come later
public record Pace(int callers, OptionalDouble rate, Duration warmup, Duration measured) {

    public Pace {
        Objects.requireNonNull(warmup, "warmup");
        check("callers", callers, 1);
        check("measured, in milliseconds,", (double) measured.toMillis(), 100);
        rate.ifPresent(given -> check("rate", given, 0.1));
    }

    private static void check(String what, double value, double min) {
        if (!(value >= min)) {
            throw new IllegalArgumentException(
                    "%s must be at least %s, but is %s".formatted(what, min, value));
        }
    }

    public static Pace closed(int callers, Duration warmup, Duration measured) {
        return new Pace(callers, OptionalDouble.empty(), warmup, measured);
    }

    public static Pace open(double rate, int callers, Duration warmup, Duration measured) {
        return new Pace(callers, OptionalDouble.of(rate), warmup, measured);
    }

    Schedule schedule(Duration length) {
        long nanos = length.toNanos();
        return rate.isPresent()
                ? new Schedule.Open(rate.getAsDouble(), nanos)
                : new Schedule.Closed(nanos);
    }

    /// For people: `open loop, 10,000/s` or `closed loop, 64 callers`.
    @Override
    public String toString() {
        return rate.isPresent()
                ? "open loop, %,.0f/s, %,d callers".formatted(rate.getAsDouble(), callers)
                : "closed loop, %,d caller%s".formatted(callers, callers == 1 ? "" : "s");
    }
}
