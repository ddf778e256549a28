package io.stele.bench;

import io.stele.bench.AppendBenchResult.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Durable appends in this process, beside a bare group commit of the same bytes.
///
/// The machine's noise comes in waves of seconds, so they take turns in short slices, and what
/// counts is the median of the ratios of slices that ran one after the other.
public final class AppendBench {

    private static final int TURNS = 6;

    private final AppendBenchOptions options;
    private final Consumer<String> progress;
    private final Load load;

    /// @param progress gets a line now and then
    public AppendBench(AppendBenchOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        this.load = new Load(options.writers(), options.virtual());
    }

    /// Measures, and deletes its files.
    public AppendBenchResult run() throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.below(options.directory())) {
            return measure(scratch.directory());
        }
    }

    private AppendBenchResult measure(Path scratch) throws IOException, InterruptedException {
        List<Measured> sides = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            try (Sides files = new Sides(scratch.resolve("round-" + round), options)) {
                if (round == 0) {
                    files.byName().forEach((name, side) -> sides.add(new Measured(name)));
                }
                measure(sides, List.copyOf(files.byName().values()), round == 0);
            }
        }
        return new AppendBenchResult(
                side(sides, Sides.STORE).orElseThrow(),
                side(sides, Sides.BARE).orElseThrow(),
                side(sides, Sides.CONDITION),
                side(sides, Sides.SYNC));
    }

    private static Optional<Side> side(List<Measured> sides, String name) {
        return sides.stream()
                .filter(side -> side.name.equals(name))
                .findAny()
                .map(side -> new Side(side.slices));
    }

    /// Lets them take turns; which one begins a turn changes.
    private void measure(List<Measured> sides, List<Appender> appenders, boolean cold)
            throws InterruptedException {
        if (cold) {
            warmUp(appenders);
        }
        Duration slice = options.measured().dividedBy(TURNS);
        int count = sides.size();
        for (int turn = 0; turn < TURNS; turn++) {
            for (int i = 0; i < count; i++) {
                int next = (turn + i) % count;
                sides.get(next).add(load.run(appenders.get(next), slice));
            }
        }
    }

    private void warmUp(List<Appender> appenders) throws InterruptedException {
        if (options.warmup().isZero()) {
            return;
        }
        progress.accept("warming up for " + options.warmup().toMillis() / 1000.0 + " s");
        Duration share = options.warmup().dividedBy(2L * appenders.size());
        for (int i = 0; i < 2; i++) {
            for (Appender side : appenders) {
                var _ = load.run(side, share);
            }
        }
    }

    /// One of those that are compared, and its slices so far.
    private final class Measured {
        private final String name;
        private final List<Slice> slices = new ArrayList<>();

        Measured(String name) {
            this.name = name;
        }

        void add(Slice slice) {
            slices.add(slice);
            progress.accept("%-9s %,10.0f events/s".formatted(name, slice.eventsPerSecond()));
        }
    }
}
