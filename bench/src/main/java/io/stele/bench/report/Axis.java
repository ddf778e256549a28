package io.stele.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/// One side of a plot.
///
/// @param place from a value to its place, 0 to 1 for what is shown
/// @param ticks where the lines are
record Axis(String label, DoubleUnaryOperator place, List<Tick> ticks) {

    private static final int TICKS = 5;

    /// A value with its text.
    record Tick(double value, String text) {}

    /// From 0 to a round number that is not below `max`.
    static Axis linear(String label, double max) {
        double step = roundStep(Math.max(max, 1e-9) / TICKS);
        int count = Math.max(1, (int) Math.ceil(max / step - 1e-9));
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            ticks.add(new Tick(i * step, text(i * step)));
        }
        return new Axis(label, value -> value / (count * step), ticks);
    }

    /// Powers of ten around `min` to `max`, both above 0.
    static Axis logarithmic(String label, double min, double max) {
        int low = (int) Math.floor(Math.log10(min));
        int high = Math.max(low + 1, (int) Math.ceil(Math.log10(max)));
        List<Tick> ticks = new ArrayList<>();
        for (int power = low; power <= high; power++) {
            for (int digit = 1; digit <= (power == high ? 1 : 5); digit += digit == 1 ? 1 : 3) {
                double value = digit * Math.pow(10, power);
                ticks.add(new Tick(value, text(value)));
            }
        }
        return new Axis(label, value -> (Math.log10(value) - low) / (high - low), ticks);
    }

    /// Percentiles; each further nine gets as much room as the one before.
    ///
    /// @param max below 100
    static Axis percentiles(String label, double max) {
        double end = nines(max);
        List<Tick> ticks = new ArrayList<>();
        ticks.add(new Tick(0, "0"));
        ticks.add(new Tick(50, "50"));
        for (double left = 10; nines(100 - left) <= end + 1e-9; left /= 10) {
            ticks.add(new Tick(100 - left, text(100 - left)));
        }
        return new Axis(label, value -> nines(value) / end, ticks);
    }

    private static double nines(double percentile) {
        return -Math.log10(1 - percentile / 100);
    }

    private static double roundStep(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step)));
        for (double digit : new double[] {1, 2, 5}) {
            if (digit * power >= step * 0.999) {
                return digit * power;
            }
        }
        return 10 * power;
    }

    private static String text(double value) {
        if (value >= 1_000 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        String text = String.format(Locale.ROOT, "%.6f", value);
        return text.replaceAll("0+$", "");
    }
}
