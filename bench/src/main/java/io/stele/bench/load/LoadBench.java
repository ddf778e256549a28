package io.stele.bench.load;

import io.stele.bench.load.LoadResult.Baseline;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Puts load on a store or a service, and then measures in the same run the least that can be done
/// with the same means.
///
/// Latency counts from when an operation was due. In an open loop that is before it could begin,
/// when all callers wait for the server: so a server that stalls is not asked less, and its stall is
/// not left out of the figures ("coordinated omission").
public final class LoadBench {

    private static final Duration BASELINE_MIN = Duration.ofSeconds(1);

    private final Consumer<String> progress;

    /// @param progress takes a line at a time
    public LoadBench(Consumer<String> progress) {
        this.progress = progress;
    }

    /// @throws IllegalArgumentException when the options do not fit each other
    /// @throws IllegalStateException when what the load needs could not be prepared
    public LoadResult run(String name, LoadOptions options)
            throws IOException, InterruptedException {
        Targets targets = new Targets(options);
        try (LoadTarget target = targets.open()) {
            progress.accept(name + ": " + options.pace());
            LoadResult result = measure(name, target, options);
            return baseline(targets, options).map(result::withBaseline).orElse(result);
        }
    }

    private LoadResult measure(String name, LoadTarget target, LoadOptions options)
            throws InterruptedException {
        Pace pace = options.pace();
        if (pace.warmup().isPositive()) {
            progress.accept("  warming up for " + pace.warmup().toMillis() / 1000.0 + " s");
            var _ = new LoadRun(target, pace, pace.warmup()).run();
        }
        Cpu before = Cpu.now(options.serverPid());
        LoadRun run = new LoadRun(target, pace, pace.measured());
        Measurements measured = run.run();
        return new LoadResult(
                name,
                pace,
                measured.events(),
                run.elapsed(),
                measured.latencies(),
                measured.errors(),
                measured.samples(),
                Cpu.now(options.serverPid()).since(before),
                Optional.empty());
    }

    private Optional<Baseline> baseline(Targets targets, LoadOptions options)
            throws IOException, InterruptedException {
        var found = targets.openBaseline();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (LoadTarget target = found.get().target()) {
            progress.accept("  baseline: " + found.get().name());
            Pace pace = baselinePace(options.pace());
            LoadResult result =
                    measure(
                            found.get().name(),
                            target,
                            new LoadOptions(
                                    options.kind(),
                                    options.address(),
                                    options.serverPid(),
                                    pace,
                                    options.appends(),
                                    options.sizes()));
            return onlyGood(result);
        }
    }

    private static Pace baselinePace(Pace pace) {
        Duration measured = pace.measured().dividedBy(4);
        return new Pace(
                pace.callers(),
                pace.rate(),
                pace.warmup().dividedBy(4),
                measured.compareTo(BASELINE_MIN) < 0 ? BASELINE_MIN : measured);
    }

    private Optional<Baseline> onlyGood(LoadResult result) {
        var errors = result.errors();
        if (!errors.isEmpty()) {
            progress.accept("  no baseline: " + errors);
            return Optional.empty();
        }
        return Optional.of(
                new Baseline(
                        result.name(),
                        result.eventsPerSecond(),
                        result.millisAt(50),
                        result.millisAt(99)));
    }
}
