package io.stele.bench.open;

import io.stele.bench.Filling.Events;
import io.stele.bench.ManyStreams;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Writers that each take a stream at random, ask where it ends, append an event with exactly that
/// revision, and wait until it is durable.
final class RandomAppends {

    private static final int WRITERS = 64;

    private final long streams;
    private final Events events;
    private final SplittableRandom seeds = new SplittableRandom();

    RandomAppends(long streams, Events events) {
        this.streams = streams;
        this.events = events;
    }

    /// @return appends a second
    double run(EventStore store, Duration duration) throws InterruptedException {
        List<Future<Long>> writers = new ArrayList<>();
        long before = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WRITERS; i++) {
                SplittableRandom random = seeds.split();
                long end = before + duration.toNanos();
                writers.add(threads.submit(() -> write(store, random, end)));
            }
        }
        double seconds = (System.nanoTime() - before) / 1e9;
        long appends = 0;
        for (Future<Long> writer : writers) {
            appends += result(writer);
        }
        return appends / seconds;
    }

    private static long result(Future<Long> writer) throws InterruptedException {
        try {
            return writer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a writer failed: " + e.getCause(), e);
        }
    }

    private long write(EventStore store, SplittableRandom random, long end) {
        long appended = 0;
        while (System.nanoTime() < end) {
            StreamName stream = ManyStreams.stream(random.nextLong(streams));
            Expectation expected =
                    store.head(stream)
                            .<Expectation>map(head -> new Expectation.Exactly(head.revision()))
                            .orElse(Expectation.NONE);
            switch (store.append(append(stream, expected, random))) {
                case AppendResult.Appended done -> appended++;
                case AppendResult.Conflict two -> {} // two writers took the same stream
            }
        }
        return appended;
    }

    private Append append(StreamName stream, Expectation expected, SplittableRandom random) {
        NewEvent event = events.event("Happened", Set.of(), random);
        return new Append(
                Events.id(random),
                "bench",
                List.of(new StreamAppend(stream, expected, List.of(event))),
                Optional.empty());
    }
}
