package io.stele.model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// A walk over recorded events, in the order that was asked for. It ends where the log ended when
/// it got there; it does not wait for more.
///
/// Pulled by its reader, so a slow one makes nobody wait. For one thread at a time. Both
/// [#hasNext()] and [#next()] may read from disk or network and throw a [StoreException]; the
/// cursor is of no more use then.
public interface EventCursor extends Iterator<RecordedEvent>, AutoCloseable {

    /// Lets go of what the walk holds. May be called more than once.
    @Override
    void close();

    /// All that is left, and closes.
    default List<RecordedEvent> toList() {
        try (this) {
            List<RecordedEvent> events = new ArrayList<>();
            while (hasNext()) {
                events.add(next());
            }
            return events;
        }
    }
}
