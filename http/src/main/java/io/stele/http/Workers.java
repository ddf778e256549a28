package io.stele.http;

import io.stele.protocol.ProblemKind;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Virtual threads for what may block: a bounded number for handlers, another for streaming
/// bodies.
public final class Workers implements AutoCloseable {

    private static final Logger LOG = System.getLogger("io.stele.http");
    private static final int END_SECONDS = 3;

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("stele-http-", 0).factory());
    private final Semaphore handlers;
    private final Semaphore streams;
    private final Counts<String> streamsOfEach;

    public Workers(HttpLimits limits) {
        handlers = new Semaphore(limits.blockingMax());
        streams = new Semaphore(limits.streamsMax());
        streamsOfEach = new Counts<>(limits.streamsPerPrincipalMax());
    }

    /// @throws io.stele.protocol.ProblemException when there are too many at this moment
    public void handle(Runnable task) {
        run(handlers, task, "requests");
    }

    /// @param who as [Rates#of] tells
    /// @throws io.stele.protocol.ProblemException when there are too many at this moment, or too
    ///     many for `who`
    public void stream(String who, Runnable task) {
        if (!streamsOfEach.take(who)) {
            throw ProblemKind.OVERLOADED.exception(
                    "too many streaming answers at this moment for " + who);
        }
        try {
            run(
                    streams,
                    () -> {
                        try {
                            task.run();
                        } finally {
                            streamsOfEach.giveBack(who);
                        }
                    },
                    "streaming answers");
        } catch (RuntimeException e) {
            streamsOfEach.giveBack(who);
            throw e;
        }
    }

    /// For a task that is short and has been let in already.
    ///
    /// @throws java.util.concurrent.RejectedExecutionException when this is closed
    public void run(Runnable task) {
        threads.execute(task);
    }

    private void run(Semaphore permits, Runnable task, String what) {
        if (!permits.tryAcquire()) {
            throw ProblemKind.OVERLOADED.exception("too many %s at this moment".formatted(what));
        }
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    permits.release();
                }
            });
        } catch (RuntimeException e) {
            permits.release();
            throw e;
        }
    }

    /// Interrupts what is still running, and waits a little for it to end.
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            boolean ended = threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                LOG.log(Level.WARNING, "some requests do not end though the server is closing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
