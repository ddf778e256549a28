package io.stele.bench.report;

import java.util.List;
import java.util.Locale;

/// Lines in a coordinate system, as SVG inside a page. Colours come from the page: `line-0`,
/// `line-1` and so on, `grid`.
record Plot(String title, Axis x, Axis y, List<Line> lines) {

    private static final int WIDTH = 520;
    private static final int HEIGHT = 240;
    private static final int LEFT = 66;
    private static final int RIGHT = 14;
    private static final int TOP = 34;
    private static final int BOTTOM = 42;

    /// @param points in the order of x
    record Line(String name, List<Point> points) {}

    record Point(double x, double y) {}

    String svg() {
        StringBuilder out = new StringBuilder();
        add(
                out,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                WIDTH,
                HEIGHT,
                Html.escape(title));
        text(out, LEFT, 16, "start", title, "title");
        x.ticks().forEach(tick -> xTick(out, tick));
        y.ticks().forEach(tick -> yTick(out, tick));
        text(out, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", x.label(), "label");
        for (int i = 0; i < lines.size(); i++) {
            line(out, i, lines.get(i));
        }
        return out.append("</svg>\n").toString();
    }

    private void xTick(StringBuilder out, Axis.Tick tick) {
        double at = xOf(tick.value());
        add(
                out,
                "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                at,
                at,
                TOP,
                HEIGHT - BOTTOM);
        text(out, at, HEIGHT - BOTTOM + 14, "middle", tick.text(), "tick");
    }

    private void yTick(StringBuilder out, Axis.Tick tick) {
        double at = yOf(tick.value());
        add(
                out,
                "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                LEFT,
                WIDTH - RIGHT,
                at,
                at);
        text(out, LEFT - 6, at + 4, "end", tick.text(), "tick");
    }

    private void line(StringBuilder out, int number, Line line) {
        add(out, "<polyline class=\"line line-%d\" points=\"", number);
        line.points().forEach(point -> add(out, "%.1f,%.1f ", xOf(point.x()), yOf(point.y())));
        out.append("\"/>");
        double legend = WIDTH - RIGHT - 90.0 * (lines.size() - number);
        add(
                out,
                "<line class=\"line line-%d\" x1=\"%.1f\" x2=\"%.1f\" y1=\"22\" y2=\"22\"/>",
                number,
                legend,
                legend + 14);
        text(out, legend + 18, 26, "start", line.name(), "tick");
    }

    private double xOf(double value) {
        return LEFT + within(x.place().applyAsDouble(value)) * (WIDTH - LEFT - RIGHT);
    }

    private double yOf(double value) {
        return HEIGHT - BOTTOM - within(y.place().applyAsDouble(value)) * (HEIGHT - TOP - BOTTOM);
    }

    private static double within(double place) {
        return Math.clamp(place, 0, 1);
    }

    private static void text(
            StringBuilder out, double x, double y, String anchor, String text, String kind) {
        add(
                out,
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                kind,
                x,
                y,
                anchor,
                Html.escape(text));
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more dependency
    private static void add(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
    }
}
