package io.stele.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Compares two ways to do the same work. They take turns, so that the machine's noise, which comes
/// in waves of seconds, meets both; who begins changes from round to round; the median round of each
/// counts. A round before the first one warms up and does not count.
public final class Rounds {

    private final int count;
    private final Consumer<String> progress;

    /// Some work.
    public interface Work {
        /// @return how much was found: events, as a rule
        long run() throws IOException;
    }

    /// What both took, as medians over the rounds.
    ///
    /// @param found how much each of them found
    public record Compared(double seconds, double baselineSeconds, long found) {}

    /// @param progress gets a line for each round
    public Rounds(int count, Consumer<String> progress) {
        if (count < 1) {
            throw new IllegalArgumentException("rounds must be at least 1, but is " + count);
        }
        this.count = count;
        this.progress = progress;
    }

    /// @throws IllegalStateException when the two do not find the same, so that their times say
    ///     nothing
    public Compared compare(String name, Work work, Work baseline) throws IOException {
        long found = work.run();
        long expected = baseline.run();
        if (found != expected) {
            throw new IllegalStateException(
                    "%s found %,d, its baseline %,d".formatted(name, found, expected));
        }
        List<Double> seconds = new ArrayList<>();
        List<Double> baselineSeconds = new ArrayList<>();
        for (int round = 0; round < count; round++) {
            if (round % 2 == 0) {
                seconds.add(seconds(work));
                baselineSeconds.add(seconds(baseline));
            } else {
                baselineSeconds.add(seconds(baseline));
                seconds.add(seconds(work));
            }
            progress.accept(
                    "%s: %.3f s, baseline %.3f s"
                            .formatted(name, seconds.getLast(), baselineSeconds.getLast()));
        }
        return new Compared(median(seconds), median(baselineSeconds), found);
    }

    private static double seconds(Work work) throws IOException {
        long before = System.nanoTime();
        work.run();
        return (System.nanoTime() - before) / 1e9;
    }

    /// The middle value, or the mean of the two in the middle.
    ///
    /// @param values not empty
    public static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
