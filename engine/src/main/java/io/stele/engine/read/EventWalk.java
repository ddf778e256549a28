package io.stele.engine.read;

import io.stele.model.EventCursor;
import io.stele.model.RecordedEvent;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A cursor that looks one event ahead, and counts down a limit.
abstract class EventWalk implements EventCursor {

    private long left;
    private @Nullable RecordedEvent ahead;

    EventWalk(long limit) {
        this.left = limit;
    }

    /// The next event, or null at the end.
    abstract @Nullable RecordedEvent advance();

    @Override
    public final boolean hasNext() {
        if (ahead == null && left > 0) {
            ahead = advance();
            left = ahead == null ? 0 : left - 1;
        }
        return ahead != null;
    }

    @Override
    public final RecordedEvent next() {
        RecordedEvent event = hasNext() ? ahead : null;
        if (event == null) {
            throw new NoSuchElementException();
        }
        ahead = null;
        return event;
    }

    @Override
    public void close() {
        ahead = null;
        left = 0;
    }
}
