package io.stele.engine.read;

import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Cause;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import java.util.ArrayList;
import java.util.List;

/// What a conflict brings along: the events that its caller had not seen.
public final class Unseen {

    private static final long BYTES_ENOUGH = 4 << 20;

    private Unseen() {}

    /// One at least where there is one; in order, no more than [AppendResult#UNSEEN_MAX], and no
    /// more than should be in memory at once.
    public static List<RecordedEvent> events(Cause cause, EventStore store) {
        List<RecordedEvent> events = new ArrayList<>();
        try (EventCursor unseen = read(cause, store)) {
            for (long bytes = 0; unseen.hasNext() && bytes < BYTES_ENOUGH; ) {
                RecordedEvent event = unseen.next();
                events.add(event);
                bytes += event.data().bytes().size();
            }
        }
        return events;
    }

    private static EventCursor read(Cause cause, EventStore store) {
        return switch (cause) {
            case Cause.StreamMoved moved -> store.read(behind(moved));
            case Cause.ConditionFailed failed -> store.read(from(failed));
        };
    }

    private static ReadStream behind(Cause.StreamMoved moved) {
        long from =
                moved.expected() instanceof Expectation.Exactly exactly
                        ? Math.min(exactly.last().value(), Long.MAX_VALUE - 1) + 1
                        : 0;
        return ReadStream.of(moved.stream()).from(from).limit(AppendResult.UNSEEN_MAX);
    }

    private static ReadLog from(Cause.ConditionFailed failed) {
        EventFilter matching = EventFilter.matching(failed.condition().failIfEventsMatch());
        ReadLog all = ReadLog.all().matching(matching).limit(AppendResult.UNSEEN_MAX);
        long match = failed.match().value();
        return match == 0 ? all : all.after(match - 1);
    }
}
