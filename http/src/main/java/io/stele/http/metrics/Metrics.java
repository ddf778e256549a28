package io.stele.http.metrics;

import io.stele.http.metrics.LatencyHistogram.Resolution;
import io.stele.http.metrics.MetricFamily.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// All that a process counts and measures. For any number of threads.
public final class Metrics {

    private final Map<String, MetricFamily<?>> families = new ConcurrentSkipListMap<>();

    /// @param name ends with `_total`
    public MetricFamily<LongAdder> counter(String name, String help, String... labels) {
        return add(new MetricFamily<>(Kind.COUNTER, name, help, List.of(labels), LongAdder::new));
    }

    /// @param name ends with `_seconds`
    public MetricFamily<LatencyHistogram> latency(
            String name, String help, Resolution resolution, String... labels) {
        return add(
                new MetricFamily<>(
                        Kind.HISTOGRAM,
                        name,
                        help,
                        List.of(labels),
                        () -> new LatencyHistogram(resolution)));
    }

    /// @param value asked each time somebody looks; NaN when it is not known. Takes the place of a
    ///     gauge of this name
    public void gauge(String name, String help, DoubleSupplier value) {
        families.remove(name);
        add(new MetricFamily<>(Kind.GAUGE, name, help, List.of(), () -> value)).with();
    }

    /// One series of a gauge with a label.
    public void gauge(
            String name, String help, String label, String labelValue, DoubleSupplier value) {
        MetricFamily<DoubleSupplier> family =
                add(new MetricFamily<>(Kind.GAUGE, name, help, List.of(label), () -> value));
        family.series().put(List.of(labelValue), value);
    }

    /// Series that come and go, asked each time somebody looks.
    ///
    /// @param kind [Kind#GAUGE] or [Kind#COUNTER]
    /// @param series by the values of `labels`, in their order. Takes the place of a metric of this
    ///     name
    public void observed(
            Kind kind,
            String name,
            String help,
            Supplier<Map<List<String>, Double>> series,
            String... labels) {
        families.put(name, MetricFamily.observed(kind, name, help, List.of(labels), series));
    }

    /// As [#gauge], for what somebody else counts and only ever goes up.
    public void counted(String name, String help, DoubleSupplier value) {
        families.remove(name);
        add(new MetricFamily<>(Kind.COUNTER, name, help, List.of(), () -> value)).with();
    }

    /// The family that was there first, when there was one.
    @SuppressWarnings("unchecked") // the same name is the same family
    private <M> MetricFamily<M> add(MetricFamily<M> family) {
        MetricFamily<?> before = families.putIfAbsent(family.name(), family);
        if (before != null
                && (before.kind() != family.kind() || !before.labels().equals(family.labels()))) {
            throw new IllegalArgumentException("there is another metric " + family.name());
        }
        return before == null ? family : (MetricFamily<M>) before;
    }

    /// By name.
    public List<MetricFamily<?>> families() {
        return List.copyOf(families.values());
    }
}
