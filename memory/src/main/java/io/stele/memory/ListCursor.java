package io.stele.memory;

import io.stele.model.EventCursor;
import io.stele.model.RecordedEvent;
import java.util.Iterator;
import java.util.List;

/// A walk over a list.
final class ListCursor implements EventCursor {

    private final Iterator<RecordedEvent> events;

    ListCursor(List<RecordedEvent> events) {
        this.events = events.iterator();
    }

    @Override
    public boolean hasNext() {
        return events.hasNext();
    }

    @Override
    public RecordedEvent next() {
        return events.next();
    }

    @Override
    public void close() {}
}
