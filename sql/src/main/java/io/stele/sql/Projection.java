package io.stele.sql;

import io.stele.model.EventFilter;
import io.stele.model.RecordedEvent;

/// Turns events into rows. For one thread, but for [#read].
interface Projection {

    Definition definition();

    EventFilter filter();

    /// Begins to work on tables; what was in memory before is forgotten.
    void begin(Changes changes);

    /// Reads an event, for any thread.
    ///
    /// @return what to do with it in the transaction, now or at [#finish()]; for the one thread, in
    ///     the order of the events. Throws when the event cannot be read or applied
    Change read(RecordedEvent event);

    /// Whether each stream has rows of its own, with its id as the first column of their key.
    boolean isByStream();

    /// The rows of a stream are to be made anew; what is in memory of them is forgotten.
    void forget(String id);

    /// Completes the transaction's changes, before its commit.
    void finish();

    /// What an event does to the rows.
    @FunctionalInterface
    interface Change {

        /// @throws RuntimeException when that cannot be done
        void apply();
    }

    /// Reads an event, and leaves a failure to the moment when it is applied, so that those before it
    /// are applied first.
    default Change readAhead(RecordedEvent event) {
        try {
            return read(event);
        } catch (RuntimeException e) {
            return () -> {
                throw e;
            };
        } catch (StackOverflowError | AssertionError e) {
            return () -> {
                throw e;
            };
        }
    }
}
