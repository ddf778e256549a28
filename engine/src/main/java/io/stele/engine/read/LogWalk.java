package io.stele.engine.read;

import io.stele.engine.codec.StoredAppend;
import io.stele.engine.index.MatchCursor;
import io.stele.model.Direction;
import io.stele.model.EventFilter;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A walk over the whole log, or over what of it passes a filter: the index names the positions that
/// may, and the events tell.
public final class LogWalk extends EventWalk {

    private final ReadScope scope;
    private final boolean forward;
    private final EventFilter filter;
    private final @Nullable MatchCursor matches; // null: every event passes
    private long position;
    private List<RecordedEvent> events = List.of();
    private long base; // position of the first of them

    public LogWalk(ReadScope scope, ReadLog request) {
        super(request.limit());
        this.scope = scope;
        this.forward = request.direction() == Direction.FORWARD;
        this.filter = request.filter();
        this.matches = filter.isAll() ? null : scope.index().matching(filter);
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
            if (matches != null) {
                position = skip(matches);
            }
            if ((position >= scope.end() || !isLoaded()) && !load()) {
                return null;
            }
            RecordedEvent event = events.get((int) (position - base));
            position += forward ? 1 : -1;
            if (matches == null || filter.matches(event)) {
                return event;
            }
        }
    }

    /// The next position that may match; the end where there is none.
    private long skip(MatchCursor to) {
        if (position < 0 || position >= scope.end()) {
            return position;
        }
        long found = forward ? to.ceiling(position) : to.floor(position);
        return forward && found < 0 ? scope.end() : found;
    }

    private boolean isLoaded() {
        return position >= base && position < base + events.size();
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
        StoredAppend append = scope.frames().read(scope.index().frameAt(position));
        events = append.events();
        base = append.basePosition();
        return true;
    }
}
