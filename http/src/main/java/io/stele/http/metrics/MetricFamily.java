package io.stele.http.metrics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A metric with all of its series: one for each combination of labels that was met.
///
/// @param <M> what is counted or measured with
public final class MetricFamily<M> {

    /// What kind of metric, in Prometheus' words.
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    private final Kind kind;
    private final String name;
    private final String help;
    private final List<String> labels;
    private final Supplier<M> newSeries;
    private final Map<List<String>, M> series = new ConcurrentHashMap<>();
    private final @Nullable Supplier<Map<List<String>, M>> observed;

    MetricFamily(Kind kind, String name, String help, List<String> labels, Supplier<M> newSeries) {
        this(kind, name, help, labels, newSeries, null);
    }

    private MetricFamily(
            Kind kind,
            String name,
            String help,
            List<String> labels,
            Supplier<M> newSeries,
            @Nullable Supplier<Map<List<String>, M>> observed) {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("not a name of a metric: " + name);
        }
        this.kind = kind;
        this.name = name;
        this.help = help;
        this.labels = List.copyOf(labels);
        this.newSeries = newSeries;
        this.observed = observed;
    }

    /// One whose series are asked for.
    static MetricFamily<DoubleSupplier> observed(
            Kind kind,
            String name,
            String help,
            List<String> labels,
            Supplier<Map<List<String>, Double>> series) {
        return new MetricFamily<>(
                kind, name, help, labels, () -> () -> Double.NaN, () -> fixed(series.get()));
    }

    private static Map<List<String>, DoubleSupplier> fixed(Map<List<String>, Double> values) {
        Map<List<String>, DoubleSupplier> series = new HashMap<>();
        values.forEach((labels, value) -> series.put(labels, () -> value));
        return series;
    }

    public Kind kind() {
        return kind;
    }

    public String name() {
        return name;
    }

    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }

    /// The series with these values, in the order of [#labels()]; made when there is none. Looks it
    /// up each time, so keep it where that would cost too much. The values must come from a closed
    /// set: each makes a series that stays.
    public M with(String... values) {
        if (values.length != labels.size()) {
            throw new IllegalArgumentException(
                    name + " has the labels " + labels + ", not " + Arrays.toString(values));
        }
        return series.computeIfAbsent(List.of(values), key -> newSeries.get());
    }

    Map<List<String>, M> series() {
        return observed == null ? series : observed.get();
    }
}
