package io.stele.http.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

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

    MetricFamily(Kind kind, String name, String help, List<String> labels, Supplier<M> newSeries) {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("not a name of a metric: " + name);
        }
        this.kind = kind;
        this.name = name;
        this.help = help;
        this.labels = List.copyOf(labels);
        this.newSeries = newSeries;
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
        return series;
    }
}
