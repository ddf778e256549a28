package io.stele.sql;

import io.stele.model.Checkpoint;
import io.stele.model.EventStore;
import io.stele.model.Subscription;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads events for a view and makes sense of them on a thread of its own, while the batch before is
/// being written.
final class ReadAhead implements AutoCloseable {

    private static final int BATCHES_MAX = 2;
    private static final Duration POLL = Duration.ofMillis(100);

    private final EventStore store;
    private final Projection projection;
    private final int batchEventsMax;
    private final BlockingQueue<Next> queue = new ArrayBlockingQueue<>(BATCHES_MAX);
    private final Thread thread;
    private volatile boolean closed;

    /// A batch, or why there are no more.
    private record Next(@Nullable Batch batch, @Nullable Throwable failure) {}

    ReadAhead(EventStore store, Projection projection, int batchEventsMax, Checkpoint from) {
        this.batchEventsMax = batchEventsMax;
        this.store = store;
        this.projection = projection;
        this.thread =
                Thread.ofPlatform()
                        .name("view-" + projection.definition().view() + "-read")
                        .daemon()
                        .start(() -> run(from));
    }

    /// The next batch, waiting for it for a moment.
    ///
    /// @return null when there was none
    /// @throws RuntimeException when the store cannot go on
    @Nullable Batch take() throws InterruptedException {
        Next next = queue.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            return null;
        }
        return switch (next.failure()) {
            case null -> next.batch();
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case InterruptedException e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        };
    }

    private void run(Checkpoint from) {
        try (Subscription events = store.subscribe(from, projection.filter())) {
            Checkpoint at = from;
            while (!closed) {
                Batch batch = Batch.take(events, projection, batchEventsMax, at, POLL);
                if (!batch.saysNothing(at)) {
                    at = batch.end();
                    hand(new Next(batch, null));
                }
            }
        } catch (Throwable e) {
            hand(new Next(null, e));
        }
    }

    private void hand(Next next) {
        try {
            boolean taken = false;
            while (!taken && !closed) {
                taken = queue.offer(next, POLL.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            closed = true; // nobody interrupts this thread, but if: it ends
        }
    }

    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
