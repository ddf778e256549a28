package io.stele.bench;

import io.stele.bench.AppendBenchResult.Side;
import io.stele.model.Bytes;
import io.stele.model.EventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/// Durable appends in this process, beside a bare group commit of the same bytes.
///
/// The machine's noise comes in waves of seconds, so the two take turns in short slices, store
/// first and bare first in alternation, and the median slice of each counts.
public final class AppendBench {

    private static final int PAIRS = 6;

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
        try (Scratch scratch = Scratch.in(options.directory())) {
            return measure(scratch.directory());
        }
    }

    private AppendBenchResult measure(Path scratch) throws IOException, InterruptedException {
        Bytes data = json(options.sizeBytes());
        EventStore store = EventStore.open("embedded:" + scratch.resolve("store"));
        try (Appender viaStore = new StoreAppender(store, data, options.writers());
                Appender bare = new BareGroupCommit(scratch.resolve("bare"), data)) {
            return alternate(viaStore, bare);
        }
    }

    AppendBenchResult alternate(Appender viaStore, Appender bare) throws InterruptedException {
        warmUp(viaStore, bare);
        Measured storeSide = new Measured("store", viaStore);
        Measured bareSide = new Measured("bare ", bare);
        Duration slice = options.measured().dividedBy(PAIRS);
        for (int pair = 0; pair < PAIRS; pair++) {
            boolean storeFirst = pair % 2 == 0;
            (storeFirst ? storeSide : bareSide).measure(slice);
            (storeFirst ? bareSide : storeSide).measure(slice);
        }
        return new AppendBenchResult(storeSide.side(), bareSide.side());
    }

    private void warmUp(Appender viaStore, Appender bare) throws InterruptedException {
        if (options.warmup().isZero()) {
            return;
        }
        progress.accept("warming up for " + options.warmup().toMillis() / 1000.0 + " s");
        Duration quarter = options.warmup().dividedBy(4);
        for (Appender side : List.of(viaStore, bare, bare, viaStore)) {
            load.run(side, quarter, new Histogram(3));
        }
    }

    /// A JSON text of exactly `sizeBytes`.
    static Bytes json(int sizeBytes) {
        String frame = "{\"text\":\"\"}";
        int fill = sizeBytes - frame.length();
        return Bytes.utf8(
                fill < 0
                        ? "\"" + "x".repeat(sizeBytes - 2) + "\""
                        : "{\"text\":\"" + "x".repeat(fill) + "\"}");
    }

    /// One of the two, and its slices so far.
    private final class Measured {
        private final String name;
        private final Appender appender;
        private final List<Double> slices = new ArrayList<>();
        private final Histogram latencies = new Histogram(3);

        Measured(String name, Appender appender) {
            this.name = name;
            this.appender = appender;
        }

        void measure(Duration slice) throws InterruptedException {
            double eventsPerSecond = load.run(appender, slice, latencies);
            slices.add(eventsPerSecond);
            progress.accept("%s %,10.0f events/s".formatted(name, eventsPerSecond));
        }

        Side side() {
            return new Side(slices, micros(50), micros(99), micros(99.9), micros(100));
        }

        private double micros(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1000.0;
        }
    }

    /// Files that go when the benchmark is done, also when it is interrupted by Ctrl-C.
    private record Scratch(Path directory, Thread hook) implements AutoCloseable {

        static Scratch in(Path parent) throws IOException {
            Files.createDirectories(parent);
            Path directory = Files.createTempDirectory(parent.toAbsolutePath(), "stele-bench-");
            Thread hook = new Thread(() -> delete(directory));
            Runtime.getRuntime().addShutdownHook(hook);
            return new Scratch(directory, hook);
        }

        @Override
        public void close() {
            Runtime.getRuntime().removeShutdownHook(hook);
            delete(directory);
        }

        private static void delete(Path directory) {
            try (var paths = Files.walk(directory)) {
                for (Path path : paths.toList().reversed()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException | java.io.UncheckedIOException e) {
                System.err.println("could not delete " + directory + ": " + e.getMessage());
            }
        }
    }
}
