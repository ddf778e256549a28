package io.stele.engine.index;

import io.stele.model.EventFilter;
import org.jspecify.annotations.Nullable;

/// A walk over the positions whose events may pass a filter. For one thread.
///
/// Of what it finds not all may pass; what it leaves out does not.
public final class MatchCursor {

    private final LogIndex index;
    private final FilterPlan plan;
    private @Nullable IndexPart part;
    private PositionSet positions = new PositionSet.Empty();

    MatchCursor(LogIndex index, EventFilter filter) {
        this.index = index;
        this.plan = new FilterPlan(filter, index.hashes());
    }

    /// The first one at or above `position`, or -1.
    public long ceiling(long position) {
        return index.ask(
                () -> part = null,
                parts -> {
                    for (int i = Math.max(0, LogIndex.partOf(parts, position));
                            i < parts.size();
                            i++) {
                        long found = enter(parts.get(i)).ceiling(position);
                        if (found != PositionSet.NONE) {
                            return found;
                        }
                    }
                    return PositionSet.NONE;
                });
    }

    /// The last one at or below `position`, or -1.
    public long floor(long position) {
        return index.ask(
                () -> part = null,
                parts -> {
                    for (int i = LogIndex.partOf(parts, position); i >= 0; i--) {
                        long found = enter(parts.get(i)).floor(position);
                        if (found != PositionSet.NONE) {
                            return found;
                        }
                    }
                    return PositionSet.NONE;
                });
    }

    @SuppressWarnings("ReferenceEquality") // is it the one that the positions are of?
    private PositionSet enter(IndexPart at) {
        if (at != part) {
            positions = plan.positions(at);
            part = at;
        }
        return positions;
    }
}
