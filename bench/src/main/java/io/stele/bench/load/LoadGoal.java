package io.stele.bench.load;

import java.util.function.Predicate;

/// What a load should reach.
///
/// @param text for people
public record LoadGoal(String text, Predicate<LoadResult> reached) {

    static LoadGoal eventsPerSecond(double min) {
        return new LoadGoal(
                "≥ %,.0f events/s".formatted(min), result -> result.eventsPerSecond() >= min);
    }

    static LoadGoal p99Millis(double bound) {
        return new LoadGoal(
                "p99 < %,.0f ms".formatted(bound), result -> result.millisAt(99) < bound);
    }

    static LoadGoal noErrors() {
        return new LoadGoal("no error", result -> result.errorCount() == 0);
    }

    public boolean isReachedBy(LoadResult result) {
        return reached.test(result);
    }
}
