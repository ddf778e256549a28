package io.stele.sdk.command;

import io.stele.model.StreamName;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Makes snapshots in the background, one at a time, each stream once however often it is asked for,
/// and rests after each for as long as it took: half of one thread at most. What does not fit into
/// the short queue is left out, because a snapshot is never needed.
final class SnapshotQueue implements AutoCloseable {

    private static final int WAITING_MAX = 64;
    private static final long REST_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    private final Set<StreamName> waiting = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor background;

    SnapshotQueue(String threadName) {
        this.background =
                new ThreadPoolExecutor(
                        1,
                        1,
                        10,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING_MAX),
                        Thread.ofPlatform().daemon().name(threadName).factory());
        background.allowCoreThreadTimeOut(true);
    }

    /// Never waits.
    void add(StreamName stream, Runnable save) {
        if (!waiting.add(stream)) {
            return;
        }
        try {
            background.execute(() -> run(stream, save));
        } catch (RejectedExecutionException e) { // full, or closed
            waiting.remove(stream);
        }
    }

    private void run(StreamName stream, Runnable save) {
        waiting.remove(stream); // what is written from here on is a matter of the next one
        long began = System.nanoTime();
        save.run();
        LockSupport.parkNanos(Math.min(REST_NANOS_MAX, System.nanoTime() - began));
    }

    /// Forgets what waits and finishes what runs.
    @Override
    public void close() {
        background.getQueue().clear();
        background.shutdown();
        try {
            if (!background.awaitTermination(5, TimeUnit.SECONDS)) {
                System.getLogger(SnapshotQueue.class.getName())
                        .log(System.Logger.Level.WARNING, "a snapshot takes long; it is left");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
