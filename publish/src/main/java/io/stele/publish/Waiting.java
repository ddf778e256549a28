package io.stele.publish;

import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import java.time.Instant;
import java.util.Optional;

/// What is to be published and was not.
final class Waiting {

    private Waiting() {}

    /// When the first event between a checkpoint and the end of the log was recorded that passes.
    static Optional<Instant> since(
            EventStore store, PublisherFilter filter, Checkpoint from, Checkpoint head) {
        if (from.compareTo(head) >= 0) {
            return Optional.empty();
        }
        ReadLog waiting = ReadLog.all().from(from).matching(filter.ofStore());
        try (EventCursor cursor = store.read(waiting)) {
            while (cursor.hasNext()) {
                RecordedEvent event = cursor.next();
                if (filter.passes(event)) {
                    return Optional.of(event.recordedAt());
                }
            }
        }
        return Optional.empty();
    }
}
