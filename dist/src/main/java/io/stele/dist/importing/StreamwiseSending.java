package io.stele.dist.importing;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.EventStore;
import io.stele.model.RejectedException;
import io.stele.model.StreamName;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Sends one append a row, many at a time, and those of one stream one after another: so the rows'
/// order within a stream holds with every store, over however many connections.
///
/// Rows are given by one thread; answers come on the store's threads.
final class StreamwiseSending implements Sending {

    private static final int IN_FLIGHT_MAX = 2_048;

    private final EventStore store;
    private final BadRows badRows;
    private final Semaphore window = new Semaphore(IN_FLIGHT_MAX);
    private final ConcurrentHashMap<StreamName, CompletableFuture<?>> lastOfStream =
            new ConcurrentHashMap<>();
    private final Set<StreamName> streams = new HashSet<>();
    private final AtomicLong added = new AtomicLong();
    private final AtomicLong alreadyThere = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    StreamwiseSending(EventStore store, BadRows badRows) {
        this.store = store;
        this.badRows = badRows;
    }

    @Override
    public boolean send(long line, Append append) throws InterruptedException {
        window.acquire();
        StreamName stream = append.streams().getFirst().stream();
        streams.add(stream);
        CompletableFuture<?> before =
                lastOfStream.getOrDefault(stream, CompletableFuture.completedFuture(null));
        CompletableFuture<?> done =
                before.thenCompose(_ -> appendUnlessFailed(append))
                        .handle((_, error) -> settle(line, error));
        lastOfStream.put(stream, done);
        var _ = done.whenComplete((_, _) -> lastOfStream.remove(stream, done));
        return failure.get() == null;
    }

    private CompletableFuture<Void> appendUnlessFailed(Append append) {
        return failure.get() == null
                ? store.appendAsync(append).thenAccept(this::count)
                : CompletableFuture.completedFuture(null);
    }

    private @Nullable Void settle(long line, @Nullable Throwable error) {
        if (error != null) {
            failed(line, error instanceof CompletionException e ? e.getCause() : error);
        }
        window.release();
        return null;
    }

    private void count(AppendResult result) {
        switch (result) {
            case AppendResult.Appended appended ->
                    (appended.duplicate() ? alreadyThere : added).incrementAndGet();
            case AppendResult.Conflict conflict ->
                    failure.compareAndSet(
                            null,
                            new IllegalStateException("nothing was expected, but: " + conflict));
        }
    }

    private void failed(long line, @Nullable Throwable error) {
        if (error instanceof RejectedException rejected) {
            badRows.onBadRow(line, reason(rejected))
                    .ifPresent(stop -> failure.compareAndSet(null, stop));
        } else {
            failure.compareAndSet(null, error);
        }
    }

    private static String reason(RejectedException rejected) {
        return switch (rejected.reason()) {
            case APPEND_ID_REUSED ->
                    "this row was imported before with other options; give the same ones, or"
                            + " another --source to import the rows once more";
            case EVENT_ID_REUSED, LIMIT_EXCEEDED, UNAUTHENTICATED, FORBIDDEN, INVALID ->
                    String.valueOf(rejected.getMessage());
        };
    }

    @Override
    public Optional<Throwable> finish() throws InterruptedException {
        window.acquire(IN_FLIGHT_MAX);
        window.release(IN_FLIGHT_MAX);
        return Optional.ofNullable(failure.get());
    }

    @Override
    public long added() {
        return added.get();
    }

    @Override
    public long alreadyThere() {
        return alreadyThere.get();
    }

    @Override
    public int streamCount() {
        return streams.size();
    }
}
