package io.stele.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/// What a load reached.
///
/// @param name what it was
/// @param pace how it was asked
/// @param events that were written or read, of operations that succeeded
/// @param elapsed from the beginning to the last answer
/// @param latencies of operations that succeeded, in nanoseconds
/// @param errors how many operations failed, by kind
/// @param samples short stretches, in order
/// @param cpu what it cost
/// @param baseline the least that can be done with the same means, when it was measured
public record LoadResult(
        String name,
        Pace pace,
        long events,
        Duration elapsed,
        Histogram latencies,
        Map<String, Long> errors,
        List<Sample> samples,
        Cpu cpu,
        Optional<Baseline> baseline) {

    /// Processor time.
    ///
    /// @param server of the server's process; empty: it is not known, or the store was in this
    ///     process
    public record Cpu(Duration load, Optional<Duration> server) {}

    /// What a result is compared with.
    public record Baseline(String name, double perSecond, double p50Millis, double p99Millis) {}

    LoadResult withBaseline(Baseline other) {
        return new LoadResult(
                name, pace, events, elapsed, latencies, errors, samples, cpu, Optional.of(other));
    }

    public double eventsPerSecond() {
        return events * 1e9 / elapsed.toNanos();
    }

    /// @param percentile 0 to 100
    public double millisAt(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }

    public double maxMillis() {
        return latencies.getMaxValue() / 1e6;
    }

    public long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Processor time of the server for an event, in microseconds.
    public Optional<Double> serverMicrosPerEvent() {
        return cpu.server().map(this::microsPerEvent);
    }

    /// Processor time of the load for an event, in microseconds.
    public double loadMicrosPerEvent() {
        return microsPerEvent(cpu.load());
    }

    private double microsPerEvent(Duration time) {
        return time.toNanos() / 1e3 / Math.max(1, events);
    }
}
