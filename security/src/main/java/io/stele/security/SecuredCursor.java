package io.stele.security;

import io.stele.model.EventCursor;
import io.stele.model.RecordedEvent;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A walk without the events that its principal may not read; asked for each event, so that a right
/// that is taken away meanwhile counts at once.
final class SecuredCursor implements EventCursor {

    private final EventCursor all;
    private final Principal principal;
    private long left;
    private @Nullable RecordedEvent next;

    /// @param limit how many events to show at most
    SecuredCursor(EventCursor all, Principal principal, long limit) {
        this.all = all;
        this.principal = principal;
        this.left = limit;
    }

    @Override
    public boolean hasNext() {
        while (next == null && left > 0 && all.hasNext()) {
            RecordedEvent event = all.next();
            if (principal.access().may(Right.READ, event.stream())) {
                next = event;
            }
        }
        return next != null;
    }

    @Override
    public RecordedEvent next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        RecordedEvent event = next;
        next = null;
        left--;
        return event;
    }

    @Override
    public void close() {
        all.close();
    }
}
