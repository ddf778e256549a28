package io.stele.bench.open;

import io.stele.bench.Figure;
import io.stele.bench.Figure.Baseline;
import io.stele.bench.Figure.Of;
import io.stele.bench.ManyStreams;
import io.stele.bench.PreparedStore;
import io.stele.bench.Rounds;
import io.stele.bench.Unit;
import io.stele.bench.read.BareScan;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// A log of many events in many streams, in a process with a small heap: how long it takes to open,
/// whether appends are as fast as on an empty store, random reads, and what all that takes in
/// memory.
public final class OpenBench {

    private static final double OPEN_SECONDS_GOAL = 2;
    private static final double APPEND_RATIO_GOAL = 0.9;
    private static final double RESIDENT_MEBIBYTES_GOAL = 512;
    private static final int DATA_BYTES = 300;

    private final Options options;
    private final Consumer<String> progress;

    /// What is measured.
    ///
    /// @param directory has the store, or gets it; the empty store is made beside it, and deleted
    /// @param seconds of appends and reads, all together
    public record Options(Path directory, long events, long streams, int rounds, double seconds) {
        public Options {
            if (rounds < 1 || seconds <= 0) {
                throw new IllegalArgumentException(
                        "rounds must be at least 1, and seconds more than 0: %d, %s"
                                .formatted(rounds, seconds));
            }
        }
    }

    public OpenBench(Options options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    public List<Figure> run() throws IOException, InterruptedException {
        ManyStreams filling = new ManyStreams(options.events(), options.streams(), DATA_BYTES);
        PreparedStore.in(options.directory(), filling, progress);
        double scanSeconds = scanSeconds();
        return figures(probe(), scanSeconds);
    }

    /// What it would take at least to open the log by reading it.
    private double scanSeconds() throws IOException {
        List<Double> seconds = new ArrayList<>();
        BareScan bare = new BareScan(options.directory().resolve("log"));
        for (int round = 0; round < options.rounds(); round++) {
            long before = System.nanoTime();
            long events = bare.run();
            seconds.add((System.nanoTime() - before) / 1e9);
            progress.accept("bare scan: %.3f s, %,d events".formatted(seconds.getLast(), events));
        }
        return Rounds.median(seconds);
    }

    private Found probe() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseG1GC",
                                "-XX:+UseCompactObjectHeaders",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OpenProbe.class.getName(),
                                options.directory().toString(),
                                Long.toString(options.streams()),
                                Integer.toString(options.rounds()),
                                Double.toString(options.seconds()),
                                Integer.toString(DATA_BYTES))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            Found found = Found.in(process.inputReader());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        "the measured process ended with exit code " + process.exitValue());
            }
            return found;
        } finally {
            process.destroy();
        }
    }

    /// What the measured process printed.
    private record Found(Map<String, Double> values) {

        static Found in(BufferedReader output) throws IOException {
            Map<String, Double> values = new HashMap<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                int equals = line.indexOf('=');
                values.put(line.substring(0, equals), Double.valueOf(line.substring(equals + 1)));
            }
            return new Found(values);
        }

        double get(String name) {
            Double value = values.get(name);
            if (value == null) {
                throw new IllegalStateException("the measured process did not say " + name);
            }
            return value;
        }
    }

    private List<Figure> figures(Found found, double scanSeconds) {
        return List.of(
                Figure.of(
                                "open",
                                Unit.SECONDS,
                                found.get("open"),
                                new Baseline("bare scan of the log", scanSeconds))
                        .withGoal(Of.VALUE, OPEN_SECONDS_GOAL),
                Figure.of(
                                "appends",
                                Unit.EVENTS_PER_SECOND,
                                found.get("appends"),
                                new Baseline("on an empty store", found.get("freshAppends")))
                        .withGoal(Of.RATIO, APPEND_RATIO_GOAL),
                latency(found, "random stream", "read", "10 events in one piece", "run", "P50"),
                latency(found, "random stream", "read", "10 events in one piece", "run", "P99"),
                latency(found, "random head", "head", "on an empty store", "freshHead", "P50"),
                latency(found, "random head", "head", "on an empty store", "freshHead", "P99"),
                memory(found, "resident memory", "rss").withGoal(Of.VALUE, RESIDENT_MEBIBYTES_GOAL),
                memory(found, "of it anonymous", "anon"),
                memory(found, "of it mapped files", "file"),
                memory(found, "peak of resident memory", "peak"),
                memory(found, "heap after opening", "heap"));
    }

    private static Figure memory(Found found, String name, String key) {
        return Figure.of(
                name,
                Unit.MEBIBYTES,
                found.get(key),
                new Baseline("before opening", found.get(key + "Before")));
    }

    private static Figure latency(
            Found found,
            String name,
            String key,
            String baseline,
            String baselineKey,
            String percentile) {
        return Figure.of(
                name + ", " + percentile.toLowerCase(Locale.ROOT),
                Unit.MICROS,
                found.get(key + percentile),
                new Baseline(baseline, found.get(baselineKey + percentile)));
    }
}
