package io.stele.groups.host;

import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import io.stele.model.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// Follows the log for a group, one batch each time it is asked, on a thread of its own.
final class LogFollower implements AutoCloseable {

    private static final int BATCH_MAX = 512;
    private static final long BATCH_BYTES_MAX = 4 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final EventStore store;
    private final EventFilter filter;
    private final Consumer<List<Message>> batches;
    private final Consumer<RuntimeException> failure;
    private final Semaphore asked = new Semaphore(0);
    private final Thread thread;
    private Checkpoint next;
    private volatile boolean closed;

    /// @param batches gets what came, in order, never empty
    /// @param failure gets what the store cannot go on for
    LogFollower(
            EventStore store,
            EventFilter filter,
            Checkpoint from,
            Consumer<List<Message>> batches,
            Consumer<RuntimeException> failure) {
        this.store = store;
        this.filter = filter;
        this.next = from;
        this.batches = batches;
        this.failure = failure;
        this.thread = Thread.ofVirtual().name("stele-group-follow").start(this::run);
    }

    /// Wants one more batch.
    void ask() {
        asked.release();
    }

    private void run() {
        try {
            while (!closed) {
                follow();
                Thread.sleep(PAUSE); // the store was not there for a moment
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (RuntimeException e) {
            if (!closed) {
                failure.accept(e);
            }
        }
    }

    private void follow() throws InterruptedException {
        try (Subscription subscription = store.subscribe(next, filter)) {
            while (!closed) {
                asked.acquire();
                List<Message> batch = new ArrayList<>();
                try {
                    fill(batch, subscription);
                } finally {
                    if (batch.isEmpty()) {
                        asked.release(); // still owed
                    } else {
                        batches.accept(batch);
                    }
                }
            }
        } catch (UnavailableException e) {
            // again from where it was
        }
    }

    private void fill(List<Message> batch, Subscription subscription) throws InterruptedException {
        while (batch.isEmpty() && !closed) {
            subscription.poll(PATIENCE).ifPresent(message -> add(message, batch));
        }
        long bytes = 0;
        while (batch.size() < BATCH_MAX && bytes < BATCH_BYTES_MAX) {
            Optional<Message> message = subscription.poll(Duration.ZERO);
            if (message.isEmpty()) {
                return;
            }
            add(message.get(), batch);
            bytes += bytes(message.get());
        }
    }

    private static long bytes(Message message) {
        return message instanceof Message.Event(var event) ? event.data().bytes().size() : 0;
    }

    private void add(Message message, List<Message> batch) {
        next =
                switch (message) {
                    case Message.Event event -> Checkpoint.after(event.event().position());
                    case Message.CaughtUp caughtUp -> caughtUp.at();
                    case Message.Progress progress -> progress.at();
                };
        batch.add(message);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
