package io.stele.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/// What callers report, from any thread; and one thread that looks at it now and then.
final class Measurements {

    static final long LATENCY_NANOS_MAX = TimeUnit.MINUTES.toNanos(10);
    private static final int DIGITS = 3;

    private final Recorder recorder = new Recorder(LATENCY_NANOS_MAX, DIGITS);
    private final LongAdder events = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();

    // Of the looking thread.
    private final Histogram total = new Histogram(LATENCY_NANOS_MAX, DIGITS);
    private final List<Sample> samples = new ArrayList<>();
    private @Nullable Histogram interval;
    private long eventsBefore;
    private long failuresBefore;
    private long nanosBefore;

    void done(int count, long latencyNanos) {
        recorder.recordValue(Math.clamp(latencyNanos, 0, LATENCY_NANOS_MAX));
        events.add(count);
    }

    void failed(String kind) {
        failed(kind, 1);
    }

    void failed(String kind, long count) {
        errors.computeIfAbsent(kind, any -> new LongAdder()).add(count);
        failures.add(count);
    }

    /// Ends a stretch.
    void sample(long nowNanos) {
        Histogram stretch = collect();
        long eventsNow = events.sum();
        long failuresNow = failures.sum();
        samples.add(
                new Sample(
                        nowNanos / 1e9,
                        (eventsNow - eventsBefore) * 1e9 / Math.max(1, nowNanos - nanosBefore),
                        stretch.getValueAtPercentile(50) / 1e6,
                        stretch.getValueAtPercentile(99) / 1e6,
                        stretch.getMaxValue() / 1e6,
                        failuresNow - failuresBefore));
        eventsBefore = eventsNow;
        failuresBefore = failuresNow;
        nanosBefore = nowNanos;
    }

    /// Adds what came since the last stretch to the latencies; it is no stretch of its own.
    Histogram collect() {
        interval = recorder.getIntervalHistogram(interval);
        total.add(interval);
        return interval;
    }

    /// All that was sampled or collected so far.
    Histogram latencies() {
        return total;
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    long events() {
        return events.sum();
    }

    Map<String, Long> errors() {
        Map<String, Long> counts = new TreeMap<>();
        errors.forEach((kind, count) -> counts.put(kind, count.sum()));
        return counts;
    }
}
