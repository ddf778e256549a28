package io.stele.dist;

import io.stele.bench.load.LoadGoal;
import io.stele.bench.load.LoadResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a load reached, for people and for programs.
final class LoadOutput {

    private LoadOutput() {}

    static void print(Terminal terminal, LoadResult result, List<LoadGoal> goals) {
        terminal.print("%s: %s".formatted(result.name(), result.pace()));
        terminal.print(line("events/s", "%,.0f".formatted(result.eventsPerSecond())));
        terminal.print(line("latency", latency(result)));
        terminal.print(line("processor", processor(result)));
        result.baseline()
                .ifPresent(base ->
                        terminal.print(
                                line(
                                        "baseline",
                                        "%s: %,.0f/s   p50 %.2f ms   p99 %.2f ms"
                                                .formatted(
                                                        base.name(),
                                                        base.perSecond(),
                                                        base.p50Millis(),
                                                        base.p99Millis()))));
        terminal.print(line("errors", errors(result)));
        goals.forEach(goal -> terminal.print(line("goal", goal(goal, result))));
    }

    private static String line(String name, String value) {
        return "  %-11s%s".formatted(name, value);
    }

    private static String latency(LoadResult result) {
        return "p50 %.2f ms   p99 %.2f ms   p99.9 %.2f ms   max %.1f ms"
                .formatted(
                        result.millisAt(50),
                        result.millisAt(99),
                        result.millisAt(99.9),
                        result.maxMillis());
    }

    private static String processor(LoadResult result) {
        String load = "load %.1f us/event".formatted(result.loadMicrosPerEvent());
        return result.serverMicrosPerEvent()
                .map(server -> "server %.1f us/event   %s".formatted(server, load))
                .orElse(load);
    }

    private static String errors(LoadResult result) {
        return result.errors().isEmpty() ? "none" : result.errors().toString();
    }

    static String goal(LoadGoal goal, LoadResult result) {
        return "%s: %s".formatted(goal.text(), goal.isReachedBy(result) ? "reached" : "missed");
    }

    static Map<String, Object> json(LoadResult result, List<LoadGoal> goals) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", result.name());
        json.put("callers", result.pace().callers());
        result.pace().rate().ifPresent(rate -> json.put("rate", rate));
        json.put("seconds", thousandths(result.elapsed().toNanos() / 1e9));
        json.put("events", result.events());
        json.put("eventsPerSecond", Math.round(result.eventsPerSecond()));
        json.put("p50Millis", thousandths(result.millisAt(50)));
        json.put("p99Millis", thousandths(result.millisAt(99)));
        json.put("p999Millis", thousandths(result.millisAt(99.9)));
        json.put("maxMillis", thousandths(result.maxMillis()));
        result.serverMicrosPerEvent()
                .ifPresent(cpu -> json.put("serverCpuMicrosPerEvent", thousandths(cpu)));
        json.put("loadCpuMicrosPerEvent", thousandths(result.loadMicrosPerEvent()));
        json.put("errors", result.errors());
        result.baseline()
                .ifPresent(base -> {
                    json.put("baseline", base.name());
                    json.put("baselinePerSecond", Math.round(base.perSecond()));
                    json.put("baselineP99Millis", thousandths(base.p99Millis()));
                });
        json.put("goals", goals.stream().map(goal -> goalJson(goal, result)).toList());
        return json;
    }

    private static Map<String, Object> goalJson(LoadGoal goal, LoadResult result) {
        return Map.of("goal", goal.text(), "reached", goal.isReachedBy(result));
    }

    static double thousandths(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
