package io.stele.bench;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.EventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A store that is filled for a benchmark once and can be used again.
///
/// Beside the store's files stands `bench.txt`, written when the filling is complete; it says with
/// what.
public final class PreparedStore {

    private static final String NOTE = "bench.txt";
    private static final int EVENTS_IN_FLIGHT = 8_192;
    private static final long PROGRESS_NANOS = 5_000_000_000L;

    private PreparedStore() {}

    /// Fills a store in `directory`, unless that was done before.
    ///
    /// @param progress gets a line every few seconds
    /// @throws IllegalArgumentException when something else is there
    public static void in(Path directory, Filling filling, Consumer<String> progress)
            throws IOException, InterruptedException {
        Path note = directory.resolve(NOTE);
        if (Files.exists(note)) {
            String there = Files.readString(note).strip();
            if (!there.equals(filling.description())) {
                throw new IllegalArgumentException(
                        "%s has another store (%s) than what is asked for (%s); name another directory"
                                .formatted(directory, there, filling.description()));
            }
            progress.accept("using the store in " + directory);
            return;
        }
        if (Files.exists(directory.resolve("log"))) {
            throw new IllegalArgumentException(
                    directory + " has a store that no benchmark prepared; name another directory");
        }
        progress.accept("preparing " + filling.description());
        fill(directory, filling, progress);
        Files.writeString(note, filling.description() + "\n");
    }

    private static void fill(Path directory, Filling filling, Consumer<String> progress)
            throws InterruptedException {
        try (EventStore store = EventStore.open("embedded:" + directory)) {
            new Fill(store, filling, progress).run();
        }
    }

    /// Appends without waiting for each, but with a bound on how many wait.
    private static final class Fill {

        private final EventStore store;
        private final Filling filling;
        private final Consumer<String> progress;
        private final Semaphore inFlight = new Semaphore(EVENTS_IN_FLIGHT);
        private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

        Fill(EventStore store, Filling filling, Consumer<String> progress) {
            this.store = store;
            this.filling = filling;
            this.progress = progress;
        }

        void run() throws InterruptedException {
            Iterator<Append> appends = filling.appends();
            long events = 0;
            long shown = System.nanoTime();
            while (appends.hasNext() && failure.get() == null) {
                Append append = appends.next();
                submit(append);
                events += append.eventCount();
                if (System.nanoTime() - shown > PROGRESS_NANOS) {
                    shown = System.nanoTime();
                    progress.accept(
                            "prepared %,d of %,d events".formatted(events, filling.eventCount()));
                }
            }
            inFlight.acquire(EVENTS_IN_FLIGHT);
            String why = failure.get();
            if (why != null) {
                throw new IllegalStateException("preparing the store failed: " + why);
            }
        }

        private void submit(Append append) throws InterruptedException {
            int events = append.eventCount();
            inFlight.acquire(events);
            CompletableFuture<AppendResult> _ =
                    store.appendAsync(append)
                            .whenComplete((result, failed) -> {
                                answered(result, failed);
                                inFlight.release(events);
                            });
        }

        private void answered(@Nullable AppendResult result, @Nullable Throwable failed) {
            if (failed != null) {
                failure.compareAndSet(null, failed.toString());
            } else if (!(result instanceof AppendResult.Appended)) {
                failure.compareAndSet(null, String.valueOf(result));
            }
        }
    }
}
