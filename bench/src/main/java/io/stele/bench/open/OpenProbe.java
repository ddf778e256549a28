package io.stele.bench.open;

import io.stele.bench.Filling.Events;
import io.stele.bench.ManyStreams;
import io.stele.bench.Rounds;
import io.stele.bench.Scratch;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.StreamName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/// What runs in the small process: opens the large store a few times, then appends and reads at
/// random, in turns with an empty store. Prints `name=value` lines for [OpenBench].
final class OpenProbe {

    private static final int SLICES_A_ROUND = 6;

    private final String large;
    private final long streams;
    private final int rounds;
    private final Duration slice;
    private final SplittableRandom random = new SplittableRandom();
    private final Map<String, Double> found = new LinkedHashMap<>();

    private OpenProbe(String large, long streams, int rounds, double seconds) {
        this.large = large;
        this.streams = streams;
        this.rounds = rounds;
        this.slice = Duration.ofNanos((long) (seconds * 1e9 / (SLICES_A_ROUND * rounds)));
    }

    /// @param args directory of the large store, its streams, rounds, seconds in all, size of an
    ///     event
    public static void main(String[] args) throws IOException, InterruptedException {
        OpenProbe probe =
                new OpenProbe(
                        "embedded:" + args[0],
                        Long.parseLong(args[1]),
                        Integer.parseInt(args[2]),
                        Double.parseDouble(args[3]));
        try (Scratch scratch = Scratch.below(Path.of(args[0], "..").normalize())) {
            probe.run("embedded:" + scratch.directory(), Integer.parseInt(args[4]));
        }
        probe.found.forEach((name, value) -> System.out.println(name + "=" + value));
    }

    private void run(String empty, int sizeBytes) throws IOException, InterruptedException {
        put(ProcessMemory.read(), "Before");
        found.put("heapBefore", heap());
        found.put("open", openSeconds());
        try (EventStore store = EventStore.open(large);
                EventStore fresh = EventStore.open(empty)) {
            found.put("heap", heap());
            use(store, fresh, new RandomAppends(streams, new Events(sizeBytes)));
        }
    }

    private double openSeconds() {
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            long before = System.nanoTime();
            try (EventStore store = EventStore.open(large)) {
                seconds.add((System.nanoTime() - before) / 1e9);
                System.err.printf(
                        "open: %.3f s, %,d events%n", seconds.getLast(), store.head().next());
            }
        }
        return Rounds.median(seconds);
    }

    private void use(EventStore store, EventStore fresh, RandomAppends appends)
            throws IOException, InterruptedException {
        Slices reads = new Slices();
        Slices runs = new Slices();
        Slices heads = new Slices();
        Slices freshHeads = new Slices();
        List<Double> rates = new ArrayList<>();
        List<Double> freshRates = new ArrayList<>();
        appends.run(fresh, slice); // warms up
        appends.run(store, slice);
        ProcessMemory most = ProcessMemory.read();
        for (int round = 0; round < rounds; round++) {
            boolean storeFirst = round % 2 == 0;
            double first = appends.run(storeFirst ? store : fresh, slice);
            double second = appends.run(storeFirst ? fresh : store, slice);
            rates.add(storeFirst ? first : second);
            freshRates.add(storeFirst ? second : first);
            reads.run(() -> store.read(ReadStream.of(anyStream())).toList());
            runs.run(() -> store.read(ReadLog.all().after(anyPosition(store)).limit(10)).toList());
            heads.run(() -> store.head(anyStream()));
            freshHeads.run(() -> fresh.head(anyStream()));
            ProcessMemory memory = ProcessMemory.read();
            most = memory.rss() > most.rss() ? memory : most;
            System.err.printf(
                    "appends/s: %,.0f, on an empty store %,.0f; resident: %,.0f MiB%n",
                    rates.getLast(), freshRates.getLast(), memory.rss());
        }
        found.put("appends", Rounds.median(rates));
        found.put("freshAppends", Rounds.median(freshRates));
        reads.put("read");
        runs.put("run");
        heads.put("head");
        freshHeads.put("freshHead");
        put(most, "");
    }

    private void put(ProcessMemory memory, String when) {
        found.put("rss" + when, memory.rss());
        found.put("anon" + when, memory.anon());
        found.put("file" + when, memory.file());
        found.put("peak" + when, memory.peak());
    }

    private StreamName anyStream() {
        return ManyStreams.stream(random.nextLong(streams));
    }

    private long anyPosition(EventStore store) {
        return random.nextLong(store.head().next());
    }

    /// What the heap holds after a collection, in MiB.
    private static double heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / (double) (1 << 20);
    }

    /// Latencies of one kind of read.
    private final class Slices {
        private final Histogram nanos = new Histogram(3);

        void run(Runnable read) {
            long end = System.nanoTime() + slice.toNanos();
            for (long before = System.nanoTime(); before < end; ) {
                read.run();
                long after = System.nanoTime();
                nanos.recordValue(after - before);
                before = after;
            }
        }

        void put(String name) {
            found.put(name + "P50", nanos.getValueAtPercentile(50) / 1000.0);
            found.put(name + "P99", nanos.getValueAtPercentile(99) / 1000.0);
        }
    }
}
