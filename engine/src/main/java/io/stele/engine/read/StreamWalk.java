package io.stele.engine.read;

import io.stele.engine.codec.StoredAppend;
import io.stele.engine.index.StreamCursor;
import io.stele.model.Direction;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A walk over one stream, from frame to frame.
public final class StreamWalk extends EventWalk {

    private final ReadScope scope;
    private final StreamName stream;
    private final StreamCursor cursor;
    private final boolean forward;
    private long revision;
    private List<RecordedEvent> events = List.of();
    private int next;

    public StreamWalk(ReadScope scope, ReadStream request) {
        super(request.limit());
        this.scope = scope;
        this.stream = request.stream();
        this.cursor = scope.index().stream(stream);
        this.forward = request.direction() == Direction.FORWARD;
        this.revision =
                request.fromInclusive().map(Revision::value).orElse(forward ? 0L : Long.MAX_VALUE);
    }

    @Override
    @Nullable RecordedEvent advance() {
        if ((next < 0 || next >= events.size()) && !load()) {
            return null;
        }
        RecordedEvent event = events.get(next);
        next += forward ? 1 : -1;
        revision += forward ? 1 : -1;
        return event;
    }

    /// The events of the frame that has `revision`; false where there is none.
    private boolean load() {
        if (!forward) {
            scope.reachedEnd(); // the last events are those that cannot be read
            revision = Math.min(revision, cursor.lastRevisionBelow(scope.end()));
        }
        long position = revision < 0 ? -1 : cursor.position(revision);
        if (position < 0 || position >= scope.end()) {
            if (forward) {
                scope.reachedEnd();
            }
            return false;
        }
        load(scope.frames().read(scope.index().frameAt(position)));
        return true;
    }

    private void load(StoredAppend append) {
        for (StoredAppend.Part part : append.parts()) {
            if (part.stream().equals(stream)) {
                events = append.eventsOf(part);
                next = Math.toIntExact(revision - part.firstRevision());
                return;
            }
        }
        throw new IllegalStateException(
                "the index names a frame that has nothing of stream " + stream);
    }
}
