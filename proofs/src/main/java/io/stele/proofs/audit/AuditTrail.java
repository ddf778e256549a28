package io.stele.proofs.audit;

import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import java.time.Instant;

/// A log, asked by those who look into it.
///
/// @param log all of it, to find out where a time begins
/// @param visible what of it may be shown
public record AuditTrail(EventStore log, EventStore visible) {

    /// In the order of the log. Type, tag, category and stream are looked up; times are found in a few
    /// steps, since they never go back; actor and correlation are looked for event by event.
    public AuditCursor read(AuditQuery query) {
        Checkpoint from =
                query.times()
                        .since()
                        .map(since -> later(query.from(), firstAt(since)))
                        .orElse(query.from());
        return new AuditCursor(
                visible.read(ReadLog.all().matching(query.wide()).from(from)), query);
    }

    private static Checkpoint later(Checkpoint a, Checkpoint b) {
        return a.next() > b.next() ? a : b;
    }

    /// The first position that was recorded at `time` or later.
    private Checkpoint firstAt(Instant time) {
        long low = 0;
        long high = log.head().next();
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (isAtOrAfter(middle, time)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return new Checkpoint(low);
    }

    private boolean isAtOrAfter(long position, Instant time) {
        try (EventCursor one = log.read(ReadLog.all().from(new Checkpoint(position)).limit(1))) {
            return !one.hasNext() || !one.next().recordedAt().isBefore(time);
        }
    }
}
