package io.stele.http.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/// Metrics in Prometheus' text format, version 0.0.4.
public final class PrometheusText {

    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();

    private PrometheusText() {}

    public static String of(Metrics metrics) {
        PrometheusText page = new PrometheusText();
        metrics.families().forEach(page::write);
        return page.text.toString();
    }

    private void write(MetricFamily<?> family) {
        String name = family.name();
        text.append("# HELP ").append(name).append(' ').append(family.help()).append('\n');
        text.append("# TYPE ")
                .append(name)
                .append(' ')
                .append(family.kind().name().toLowerCase(Locale.ROOT))
                .append('\n');
        Map<String, Object> sorted = new TreeMap<>();
        family.series().forEach((values, of) -> sorted.put(labels(family.labels(), values), of));
        sorted.forEach((labels, of) -> write(name, labels, of));
    }

    private void write(String name, String labels, Object series) {
        switch (series) {
            case LongAdder counter -> line(name, labels, counter.sum());
            case DoubleSupplier value -> line(name, labels, value.getAsDouble());
            case LatencyHistogram histogram -> write(name, labels, histogram);
            default -> throw new IllegalStateException("no such kind of metric: " + series);
        }
    }

    /// The count is the sum of what was read of the buckets, so that both agree while others record.
    private void write(String name, String labels, LatencyHistogram histogram) {
        String before = labels.isEmpty() ? "" : labels + ",";
        long count = 0;
        for (int i = 0; i < histogram.overflow(); i++) {
            count += histogram.count(i);
            line(name + "_bucket", before + "le=\"" + histogram.upperSeconds(i) + "\"", count);
        }
        count += histogram.count(histogram.overflow());
        line(name + "_bucket", before + "le=\"+Inf\"", count);
        line(name + "_sum", labels, histogram.sumSeconds());
        line(name + "_count", labels, count);
    }

    private static String labels(List<String> names, List<String> values) {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            labels.append(i == 0 ? "" : ",")
                    .append(names.get(i))
                    .append("=\"")
                    .append(escaped(values.get(i)))
                    .append('"');
        }
        return labels.toString();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private void line(String name, String labels, double value) {
        begin(name, labels).append(value).append('\n');
    }

    private void line(String name, String labels, long value) {
        begin(name, labels).append(value).append('\n');
    }

    private StringBuilder begin(String name, String labels) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        return text.append(' ');
    }
}
