package io.stele.model;

import java.time.Duration;
import java.util.Optional;

/// A read that never ends: from a checkpoint through history into what is being appended, with no
/// gap and no duplicate.
///
/// Pulled by its reader, so a slow one makes nobody wait and fills no memory. For one thread at a
/// time; only [#close()] may be called from another, and makes a waiting [#poll] return empty.
public interface Subscription extends AutoCloseable {

    /// The next message, waiting for it at most `timeout`.
    ///
    /// @return empty when nothing came in time or the subscription is closed
    /// @throws StoreException when the store cannot go on; subscribe again from the last checkpoint
    /// @throws InterruptedException when the thread was interrupted while it waited
    Optional<Message> poll(Duration timeout) throws InterruptedException;

    @Override
    void close();

    /// What a subscription tells its reader.
    sealed interface Message {

        /// The next event that passes the filter.
        record Event(RecordedEvent event) implements Message {}

        /// All events below `at` that pass the filter have been delivered, and there was no more
        /// at that moment. Sent each time the reader reaches the end after having been behind.
        record CaughtUp(Checkpoint at) implements Message {}

        /// Everything below `at` is finished, though no event may have passed the filter: a reader
        /// with a narrow filter can move its checkpoint on.
        record Progress(Checkpoint at) implements Message {}
    }
}
