package io.stele.publish;

import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import java.util.Objects;
import java.util.UUID;

/// The last event that was published, by which a log is known again.
public record LastPublished(Position position, UUID id) {

    public LastPublished {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(id, "id");
    }

    public static LastPublished of(RecordedEvent event) {
        return new LastPublished(event.position(), event.id());
    }

    boolean isIn(EventStore store) {
        ReadLog one =
                position.value() == 0 ? ReadLog.all() : ReadLog.all().after(position.value() - 1);
        try (EventCursor cursor = store.read(one.limit(1))) {
            return cursor.hasNext() && of(cursor.next()).equals(this);
        }
    }
}
