package io.stele.groups.host;

import io.stele.groups.GroupOptions;
import io.stele.groups.HeldStream;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import java.util.ArrayList;
import java.util.List;

/// What waits in a stream that a group got stuck in.
public final class WaitingEvents {

    private WaitingEvents() {}

    /// The first of them, in order: the one that the group got stuck at, and those behind it.
    ///
    /// @param limit 0 or more
    /// @return may be empty, when the stream's last events do not pass the filter
    public static List<RecordedEvent> of(
            EventStore store, GroupOptions options, HeldStream held, int limit) {
        List<RecordedEvent> events = new ArrayList<>();
        try (EventCursor cursor = store.read(ReadStream.of(held.stream()).from(held.next()))) {
            while (events.size() < limit && cursor.hasNext()) {
                RecordedEvent event = cursor.next();
                if (options.filter().matches(event)) {
                    events.add(event);
                }
            }
        }
        return events;
    }
}
