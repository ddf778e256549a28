package io.stele.sdk.service;

import io.stele.http.metrics.LatencyHistogram;
import io.stele.http.metrics.LatencyHistogram.Resolution;
import io.stele.http.metrics.MetricFamily;
import io.stele.http.metrics.Metrics;
import io.stele.sdk.command.CommandResult;
import java.util.concurrent.atomic.LongAdder;

/// What became of the commands of a service, and how long they took.
final class CommandMetrics {

    private final MetricFamily<LongAdder> commands;
    private final MetricFamily<LatencyHistogram> seconds;

    CommandMetrics(Metrics metrics, Aggregates aggregates) {
        commands =
                metrics.counter(
                        "stele_commands_total",
                        "Commands that were understood: accepted, duplicate, refused, not-as-expected"
                                + " (If-Match), conflicted, key-reused, failed.",
                        "category",
                        "command",
                        "result");
        seconds =
                metrics.latency(
                        "stele_command_seconds",
                        "From a command's arrival until its answer.",
                        Resolution.FINE,
                        "category");
        metrics.counted(
                "stele_command_conflicts_total",
                "How often a command was decided again because others had written to its stream.",
                () -> aggregates.all().stream().mapToLong(h -> h.handler().conflicts()).sum());
    }

    void answered(String category, String command, CommandResult result, long nanos) {
        count(category, command, word(result), nanos);
    }

    void failed(String category, String command, long nanos) {
        count(category, command, "failed", nanos);
    }

    private void count(String category, String command, String result, long nanos) {
        commands.with(category, command, result).increment();
        seconds.with(category).record(nanos);
    }

    private static String word(CommandResult result) {
        return switch (result) {
            case CommandResult.Accepted accepted -> accepted.duplicate() ? "duplicate" : "accepted";
            case CommandResult.Refused refused -> "refused";
            case CommandResult.NotAsExpected not -> "not-as-expected";
            case CommandResult.Conflicted conflicted -> "conflicted";
            case CommandResult.KeyReused reused -> "key-reused";
        };
    }
}
