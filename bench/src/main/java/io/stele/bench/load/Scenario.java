package io.stele.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/// A load for which goals are set, on a server and a load that share two processor cores.
///
/// @param callers with `rate`, how the goals want the load to be
public record Scenario(LoadKind kind, int callers, OptionalDouble rate, List<LoadGoal> goals) {

    private static final double POST_GET_MIN = 15_000;

    /// All of them, in the order in which they are measured.
    public static final List<Scenario> ALL =
            List.of(
                    closed(
                            LoadKind.APPEND_UNARY,
                            64,
                            LoadGoal.eventsPerSecond(25_000),
                            LoadGoal.p99Millis(20)),
                    closed(LoadKind.APPEND, 1_024, LoadGoal.eventsPerSecond(100_000)),
                    closed(LoadKind.READ, 1, LoadGoal.eventsPerSecond(400_000)),
                    closed(LoadKind.POST, 64, LoadGoal.eventsPerSecond(POST_GET_MIN)),
                    closed(LoadKind.GET, 64, LoadGoal.eventsPerSecond(POST_GET_MIN)),
                    new Scenario(
                            LoadKind.COMMANDS,
                            256,
                            OptionalDouble.of(10_000),
                            List.of(
                                    LoadGoal.eventsPerSecond(9_900),
                                    LoadGoal.p99Millis(200),
                                    LoadGoal.noErrors())));

    private static Scenario closed(LoadKind kind, int callers, LoadGoal... goals) {
        return new Scenario(kind, callers, OptionalDouble.empty(), List.of(goals));
    }

    public Pace pace(Duration warmup, Duration measured) {
        return new Pace(callers, rate, warmup, measured);
    }

    /// The goals that are set for such a load; none when it differs from what they are about.
    public static List<LoadGoal> goalsOf(LoadOptions options) {
        return ALL.stream()
                .filter(scenario ->
                        !options.isEmbedded()
                                && scenario.kind() == options.kind()
                                && scenario.callers() == options.pace().callers()
                                && scenario.rate().equals(options.pace().rate()))
                .findAny()
                .map(Scenario::goals)
                .orElse(List.of());
    }
}
