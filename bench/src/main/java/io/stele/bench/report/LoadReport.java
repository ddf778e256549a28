package io.stele.bench.report;

import io.stele.bench.load.LoadGoal;
import io.stele.bench.load.LoadResult;
import io.stele.bench.load.Sample;
import io.stele.bench.load.StalledSubscriberBench;
import io.stele.bench.report.Plot.Line;
import io.stele.bench.report.Plot.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/// A page about loads that needs nothing but itself: figures, goals, and plots of latency by
/// percentile, throughput and latency over time.
public final class LoadReport {

    private static final double PERCENTILE_MAX = 99.99;
    private static final double MILLIS_MIN = 0.01;

    private static final String STYLE =
            """
            :root { color-scheme: light dark; --grid: #8884; --a: #1d6fb8; --b: #c2571a; --c: #4a8f3c; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 1120px; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.5rem; margin-bottom: 0 } h2 { font-size: 1.15rem; margin: 2.2rem 0 .4rem }
            p.about { margin-top: .2rem; opacity: .75 }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums }
            td, th { padding: .2rem 1.4rem .2rem 0; text-align: left; border-bottom: 1px solid var(--grid); font-weight: normal }
            th { opacity: .7 }
            .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(330px, 1fr)); gap: 1rem; margin-top: 1rem }
            svg { width: 100%; height: auto } svg text { fill: currentColor; font-size: 11px }
            svg .title { font-size: 13px; font-weight: 600 } svg .grid { stroke: var(--grid) }
            svg .line { fill: none; stroke-width: 1.8; stroke-linejoin: round }
            .line-0 { stroke: var(--a) } .line-1 { stroke: var(--b) } .line-2 { stroke: var(--c) }
            .reached { color: var(--c) } .missed { color: var(--b); font-weight: 600 }
            """;

    /// What adds itself to a page.
    public interface Section {
        void addTo(LoadReport report);
    }

    private final String about;
    private final StringBuilder sections = new StringBuilder();

    /// @param about when and where it was measured
    public LoadReport(String about) {
        this.about = about;
    }

    /// Adds a section.
    public void add(LoadResult result, List<LoadGoal> goals) {
        sections.append("<section>\n<h2>").append(Html.escape(result.name())).append("</h2>\n");
        sections.append("<p class=\"about\">").append(Html.escape(result.pace().toString()));
        sections.append("</p>\n").append(table(result, goals)).append("<div class=\"plots\">\n");
        if (!result.samples().isEmpty() && result.latencies().getTotalCount() > 0) {
            plots(result).forEach(plot -> sections.append(plot.svg()));
        }
        sections.append("</div>\n</section>\n");
    }

    /// Adds a section about a writer beside a stalled subscriber.
    public void add(StalledSubscriberBench.Result result) {
        String outcome = result.reached() ? "reached" : "missed";
        sections.append("<section>\n<h2>stalled subscriber</h2>\n<table>\n");
        row(sections, "p99, all read", millis(result.allRead()));
        row(sections, "p99, one stalled", millis(result.oneStalled()));
        sections.append("<tr><th>goal</th><td>p99 changes by &lt; 10 %: <span class=\"");
        sections.append(outcome).append("\">").append(outcome).append("</span></td></tr>\n");
        sections.append("</table>\n<div class=\"plots\">\n");
        double max = Math.max(result.allRead().getMaxValue(), result.oneStalled().getMaxValue());
        sections.append(
                new Plot(
                                "Latency of the writer by percentile, ms",
                                Axis.percentiles("percentile", PERCENTILE_MAX),
                                Axis.logarithmic("ms", MILLIS_MIN * 10, max / 1e6),
                                List.of(
                                        new Line("all read", percentiles(result.allRead())),
                                        new Line("one stalled", percentiles(result.oneStalled()))))
                        .svg());
        sections.append("</div>\n</section>\n");
    }

    private static String millis(Histogram latencies) {
        return format("%.2f ms", latencies.getValueAtPercentile(99) / 1e6);
    }

    /// The page.
    public String html() {
        return """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Stele: load</title>
        <style>
        %s</style></head>
        <body>
        <h1>Stele: load</h1>
        <p class="about">%s</p>
        %s</body></html>
        """
                .formatted(STYLE, Html.escape(about), sections);
    }

    private static String table(LoadResult result, List<LoadGoal> goals) {
        StringBuilder rows = new StringBuilder("<table>\n");
        row(rows, "events/s", format("%,.0f", result.eventsPerSecond()));
        row(
                rows,
                "latency",
                format(
                        "p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.1f ms",
                        result.millisAt(50),
                        result.millisAt(99),
                        result.millisAt(99.9),
                        result.maxMillis()));
        row(rows, "processor", processor(result));
        result.baseline()
                .ifPresent(base ->
                        row(
                                rows,
                                "baseline",
                                format(
                                        "%s: %,.0f/s, p50 %.2f ms, p99 %.2f ms",
                                        base.name(),
                                        base.perSecond(),
                                        base.p50Millis(),
                                        base.p99Millis())));
        row(rows, "errors", result.errors().isEmpty() ? "none" : result.errors().toString());
        for (LoadGoal goal : goals) {
            String outcome = goal.isReachedBy(result) ? "reached" : "missed";
            rows.append("<tr><th>goal</th><td>").append(Html.escape(goal.text()));
            rows.append(": <span class=\"%s\">%s</span></td></tr>\n".formatted(outcome, outcome));
        }
        return rows.append("</table>\n").toString();
    }

    private static String processor(LoadResult result) {
        String load = format("load %.1f µs/event", result.loadMicrosPerEvent());
        return result.serverMicrosPerEvent()
                .map(server -> format("server %.1f µs/event, %s", server, load))
                .orElse(load);
    }

    private static void row(StringBuilder rows, String name, String value) {
        rows.append("<tr><th>").append(name).append("</th><td>");
        rows.append(Html.escape(value)).append("</td></tr>\n");
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more dependency
    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static List<Plot> plots(LoadResult result) {
        List<Sample> samples = result.samples();
        double seconds = samples.getLast().atSeconds();
        return List.of(
                new Plot(
                        "Latency by percentile, ms",
                        Axis.percentiles("percentile", PERCENTILE_MAX),
                        Axis.logarithmic(
                                "ms",
                                Math.max(result.millisAt(0), MILLIS_MIN),
                                Math.max(result.maxMillis(), MILLIS_MIN)),
                        List.of(new Line("latency", percentiles(result.latencies())))),
                new Plot(
                        "Events a second",
                        Axis.linear("seconds", seconds),
                        Axis.linear("events/s", max(samples, Sample::eventsPerSecond)),
                        List.of(new Line("events/s", points(samples, Sample::eventsPerSecond)))),
                new Plot(
                        "Latency over time, ms",
                        Axis.linear("seconds", seconds),
                        Axis.linear("ms", max(samples, Sample::p99Millis)),
                        List.of(
                                new Line("p50", points(samples, Sample::p50Millis)),
                                new Line("p99", points(samples, Sample::p99Millis)))));
    }

    private static List<Point> percentiles(Histogram latencies) {
        List<Point> points = new ArrayList<>();
        for (HistogramIterationValue value : latencies.percentiles(5)) {
            if (value.getPercentileLevelIteratedTo() <= PERCENTILE_MAX) {
                points.add(
                        new Point(
                                value.getPercentileLevelIteratedTo(),
                                Math.max(value.getValueIteratedTo() / 1e6, MILLIS_MIN)));
            }
        }
        return points;
    }

    private static List<Point> points(List<Sample> samples, ToDoubleFunction<Sample> of) {
        return samples.stream()
                .map(sample -> new Point(sample.atSeconds(), of.applyAsDouble(sample)))
                .toList();
    }

    private static double max(List<Sample> samples, ToDoubleFunction<Sample> of) {
        return samples.stream().mapToDouble(of).max().orElse(0);
    }
}
