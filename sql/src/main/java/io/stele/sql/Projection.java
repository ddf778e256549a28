package io.stele.sql;

import io.stele.model.EventFilter;
import io.stele.model.RecordedEvent;

/// Turns events into rows. For one thread.
interface Projection {

    Definition definition();

    EventFilter filter();

    /// Begins to work on tables; what was in memory before is forgotten.
    void begin(Changes changes);

    /// Applies an event inside the transaction, now or at [#finish()].
    ///
    /// @throws RuntimeException when it cannot be applied
    void apply(RecordedEvent event);

    /// Completes the transaction's changes, before its commit.
    void finish();
}
