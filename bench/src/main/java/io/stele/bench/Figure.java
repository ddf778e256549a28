package io.stele.bench;

import java.util.Optional;

/// One thing that was measured, beside its baseline of the same run.
///
/// @param name what it is
/// @param value the median over the rounds
/// @param baseline what it is compared with
/// @param goal what it should reach; empty: no goal is set
public record Figure(String name, Unit unit, double value, Baseline baseline, Optional<Goal> goal) {

    /// The same work done in the plainest way, or without what makes it hard.
    ///
    /// @param value in the figure's unit
    public record Baseline(String name, double value) {}

    /// What a figure should reach.
    ///
    /// @param of whether `bound` is about the value or about the ratio
    /// @param bound still good enough
    public record Goal(Of of, double bound) {}

    /// What a goal is about.
    public enum Of {
        VALUE,
        RATIO
    }

    public static Figure of(String name, Unit unit, double value, Baseline baseline) {
        return new Figure(name, unit, value, baseline, Optional.empty());
    }

    public Figure withGoal(Of of, double bound) {
        return new Figure(name, unit, value, baseline, Optional.of(new Goal(of, bound)));
    }

    /// How many times as good as the baseline: 2 is twice as many a second, or half the time.
    public double ratio() {
        return unit.moreIsBetter() ? value / baseline.value() : baseline.value() / value;
    }

    /// Whether the goal, if there is one, is reached.
    public boolean reached() {
        return goal.isEmpty()
                || switch (goal.get().of()) {
                    case RATIO -> ratio() >= goal.get().bound();
                    case VALUE ->
                            unit.moreIsBetter()
                                    ? value >= goal.get().bound()
                                    : value <= goal.get().bound();
                };
    }
}
