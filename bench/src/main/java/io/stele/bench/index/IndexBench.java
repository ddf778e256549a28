package io.stele.bench.index;

import io.stele.bench.Figure;
import io.stele.bench.Figure.Baseline;
import io.stele.bench.ManyStreams;
import io.stele.bench.PreparedStore;
import io.stele.bench.Rounds;
import io.stele.bench.Unit;
import io.stele.bench.read.BareScan;
import io.stele.model.EventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What the index takes for an event and for a stream, on disk and in memory. Two stores have the
/// same number of events, one of them in few streams and the other in many; the streams make the
/// difference.
public final class IndexBench {

    private static final int FEW_STREAMS = 10;
    private static final int EVENTS_A_STREAM = 10;
    private static final int DATA_BYTES = 300;
    private static final Set<String> NO_INDEX = Set.of("lock", "next.prepared", "bench.txt");

    private final Path directory;
    private final long events;
    private final int rounds;
    private final Consumer<String> progress;

    /// Bytes of one store.
    ///
    /// @param log the frames themselves
    private record Sizes(double log, double disk, double heap) {}

    /// @param directory has the two stores, or gets them
    public IndexBench(Path directory, long events, int rounds, Consumer<String> progress) {
        if (events < FEW_STREAMS * EVENTS_A_STREAM * 2 || rounds < 1) {
            throw new IllegalArgumentException(
                    "events must be at least %d and rounds at least 1: %d, %d"
                            .formatted(FEW_STREAMS * EVENTS_A_STREAM * 2, events, rounds));
        }
        this.directory = directory;
        this.events = events;
        this.rounds = rounds;
        this.progress = progress;
    }

    public List<Figure> run() throws IOException, InterruptedException {
        long manyStreams = events / EVENTS_A_STREAM;
        Sizes few = sizes(directory.resolve("few"), FEW_STREAMS);
        Sizes many = sizes(directory.resolve("many"), manyStreams);
        long more = manyStreams - FEW_STREAMS;
        Baseline event = new Baseline("the event in the log", few.log() / events);
        Baseline stream = new Baseline("its events in the log", many.log() / manyStreams);
        return List.of(
                bytes("index on disk, an event", few.disk() / events, event),
                bytes("index in memory, an event", few.heap() / events, event),
                bytes("index on disk, a stream", (many.disk() - few.disk()) / more, stream),
                bytes("index in memory, a stream", (many.heap() - few.heap()) / more, stream));
    }

    private static Figure bytes(String name, double value, Baseline baseline) {
        return Figure.of(name, Unit.BYTES, value, baseline);
    }

    private Sizes sizes(Path store, long streams) throws IOException, InterruptedException {
        PreparedStore.in(store, new ManyStreams(events, streams, DATA_BYTES), progress);
        heapOpen(store); // loads the classes that stay loaded
        double before = heap();
        List<Double> heaps = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            heaps.add(heapOpen(store) - before);
            progress.accept(
                    "%,d events in %,d streams: %,.0f bytes of heap"
                            .formatted(events, streams, heaps.getLast()));
        }
        BareScan scan = new BareScan(store.resolve("log"));
        scan.run();
        return new Sizes(scan.bytes(), indexBytes(store), Rounds.median(heaps));
    }

    private static double heapOpen(Path store) {
        try (EventStore open = EventStore.open("embedded:" + store)) {
            double heap = heap();
            open.head(); // is used after the collection, and so cannot have been collected
            return heap;
        }
    }

    private static double indexBytes(Path store) throws IOException {
        double bytes = 0;
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (!NO_INDEX.contains(name) && !name.endsWith(".segment")) {
                    bytes += Files.size(file);
                }
            }
        }
        return bytes;
    }

    /// What the heap holds after a collection, in bytes.
    private static double heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
