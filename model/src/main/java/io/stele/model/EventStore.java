package io.stele.model;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// An append-only log of events in streams. What it promises is in DESIGN 4 and is tested by the
/// `tck`, which every implementation runs.
///
/// For any number of threads. A store that cannot answer throws a [StoreException], which says
/// whether anything was written and what to do.
public interface EventStore extends AutoCloseable {

    /// Opens a store by its address: `embedded:DIR`, `memory:`, or `stele://host:port`. Which of
    /// these work depends on what is on the class path.
    ///
    /// @throws IllegalArgumentException when nothing on the class path knows such an address
    /// @throws StoreException when the store cannot be opened
    static EventStore open(String address) {
        return EventStoreProvider.find(address).open(address);
    }

    /// Writes all of `append` or nothing.
    ///
    /// The answer comes on a thread of the store, which must not be blocked: go on with `…Async`
    /// methods where work follows. Canceling the future does not cancel the append.
    ///
    /// @return completes with the result, or exceptionally with a [StoreException]
    CompletableFuture<AppendResult> appendAsync(Append append);

    /// Writes all of `append` or nothing, and waits for the answer.
    ///
    /// @throws RejectedException the input is beyond the store's limits; nothing was written
    /// @throws UnavailableException the store does not take appends at this time; nothing was
    ///     written
    /// @throws OutcomeUnknownException it may or may not have been written; the same append id
    ///     tells
    default AppendResult append(Append append) {
        try {
            return appendAsync(append).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException failure) {
                failure.addSuppressed(e); // keeps the waiting thread's stack beside the writer's
                throw failure;
            }
            throw e;
        }
    }

    /// The answer that an earlier append got, by its id.
    ///
    /// @return with `duplicate` set; empty when no such append is in the log
    Optional<AppendResult.Appended> findAppend(UUID appendId);

    /// Events of one stream. A stream without events reads as an empty one.
    EventCursor read(ReadStream request);

    /// Events of the whole log.
    EventCursor read(ReadLog request);

    /// Where `stream` ends; empty when it has no event.
    Optional<StreamHead> head(StreamName stream);

    /// Where the log ends: every event below it is durable and can be read.
    Checkpoint head();

    /// Follows the log from `after`, which names what the reader has finished already.
    Subscription subscribe(Checkpoint after, EventFilter filter);

    /// Snapshots kept with this store.
    SnapshotStore snapshots();

    /// How the store is, for those who run it; empty when it does not tell.
    default Optional<StoreMonitor> monitor() {
        return Optional.empty();
    }

    /// Finishes what was taken on, then lets go of everything. May be called more than once.
    @Override
    void close();
}
