package io.stele.engine.read;

import io.stele.engine.codec.StoredAppend;
import io.stele.engine.index.SegmentIndex;
import io.stele.model.Direction;
import io.stele.model.EventFilter;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A walk over the whole log, frame by frame.
public final class LogWalk extends EventWalk {

    private final ReadScope scope;
    private final boolean forward;
    private final EventFilter filter;
    private final boolean unfiltered;
    private long position;
    private List<RecordedEvent> events = List.of();
    private int next;

    public LogWalk(ReadScope scope, ReadLog request) {
        super(request.limit());
        this.scope = scope;
        this.forward = request.direction() == Direction.FORWARD;
        this.filter = request.filter();
        this.unfiltered = filter.isAll();
        this.position = start(request, scope.end());
    }

    private static long start(ReadLog request, long end) {
        Position after = request.afterExclusive().orElse(null);
        if (request.direction() == Direction.FORWARD) {
            return after == null ? 0 : Math.min(after.value(), end) + 1;
        }
        return after == null ? end - 1 : Math.min(after.value(), end) - 1;
    }

    @Override
    @Nullable RecordedEvent advance() {
        while (true) {
            if (next < 0 || next >= events.size() || position >= scope.end()) {
                if (!load()) {
                    return null;
                }
            }
            RecordedEvent event = events.get(next);
            next += forward ? 1 : -1;
            position += forward ? 1 : -1;
            if (unfiltered || filter.matches(event)) {
                return event;
            }
        }
    }

    /// The frame that has `position`; false where there is none.
    private boolean load() {
        if (position < 0) {
            return false;
        }
        if (position >= scope.end()) {
            scope.reachedEnd();
            return false;
        }
        if (!forward && scope.damage().isPresent()) {
            scope.reachedEnd(); // the last events are those that cannot be read
        }
        SegmentIndex segment = scope.index().segments().get(scope.index().segmentOf(position));
        int frame = segment.frames().frameOf(position);
        StoredAppend append =
                scope.frames().read(segment.segment(), segment.frames().offsetBytes(frame));
        events = append.events();
        next = Math.toIntExact(position - append.basePosition());
        return true;
    }
}
