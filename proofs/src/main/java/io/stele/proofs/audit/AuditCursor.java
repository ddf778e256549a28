package io.stele.proofs.audit;

import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.RecordedEvent;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The events that a query is about. For one thread at a time.
public final class AuditCursor implements EventCursor {

    private final EventCursor events;
    private final AuditQuery query;
    private long looksLeft = Long.MAX_VALUE;
    private @Nullable Checkpoint looked;
    private @Nullable RecordedEvent next;
    private boolean ended;

    AuditCursor(EventCursor events, AuditQuery query) {
        this.events = events;
        this.query = query;
    }

    /// Looks at no more than so many events of the log from here on.
    public AuditCursor lookingAt(long eventsMax) {
        looksLeft = eventsMax;
        return this;
    }

    @Override
    public boolean hasNext() {
        while (next == null && !ended && looksLeft > 0) {
            if (!events.hasNext()) {
                ended = true;
                return false;
            }
            RecordedEvent event = events.next();
            if (query.endsBefore(event)) {
                ended = true;
                return false;
            }
            looksLeft--;
            looked = new Checkpoint(event.position().value() + 1);
            if (query.matches(event)) {
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
        return event;
    }

    /// Where to go on after this walk; empty when it has come to the end of what the query is about.
    public Optional<Checkpoint> goOnFrom() {
        return ended ? Optional.empty() : Optional.ofNullable(looked);
    }

    @Override
    public void close() {
        events.close();
    }
}
