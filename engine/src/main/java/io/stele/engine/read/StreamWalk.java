package io.stele.engine.read;

import io.stele.engine.codec.StoredAppend;
import io.stele.engine.index.LogIndex;
import io.stele.engine.index.SegmentIndex;
import io.stele.engine.index.StreamChain;
import io.stele.model.Direction;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A walk over one stream, along its chain in each segment.
public final class StreamWalk extends EventWalk {

    private final ReadScope scope;
    private final StreamName stream;
    private final boolean forward;
    private long revision;
    private int segment;
    private @Nullable StreamChain chain;
    private int link;
    private List<RecordedEvent> events = List.of();
    private int next;

    public StreamWalk(ReadScope scope, ReadStream request) {
        super(request.limit());
        this.scope = scope;
        this.stream = request.stream();
        this.forward = request.direction() == Direction.FORWARD;
        this.revision =
                request.fromInclusive().map(Revision::value).orElse(forward ? 0L : Long.MAX_VALUE);
        this.segment = forward ? 0 : scope.index().segments().size() - 1;
    }

    @Override
    @Nullable RecordedEvent advance() {
        while (true) {
            while (next >= 0 && next < events.size()) {
                RecordedEvent event = events.get(next);
                next += forward ? 1 : -1;
                if (isWanted(event)) {
                    return event;
                }
            }
            if (!loadNextLink()) {
                return null;
            }
        }
    }

    private boolean isWanted(RecordedEvent event) {
        long at = event.revision().value();
        return event.position().value() < scope.end()
                && (forward ? at >= revision : at <= revision);
    }

    /// The events of the next frame that has any of this stream; false at the end.
    private boolean loadNextLink() {
        while (true) {
            StreamChain current = chain == null ? enterSegment() : chain;
            if (current == null) {
                return false;
            }
            if (link >= 0 && link < current.size()) {
                SegmentIndex at = scope.index().segments().get(segment);
                int frame = current.frame(link);
                link += forward ? 1 : -1;
                if (at.frames().basePosition(frame) < scope.end()) {
                    load(scope.frames().read(new LogIndex.FrameRef(at, frame)));
                    return true;
                }
            } else {
                chain = null;
                segment += forward ? 1 : -1;
            }
        }
    }

    /// The chain of the next segment that has one; null at the end.
    private @Nullable StreamChain enterSegment() {
        List<SegmentIndex> segments = scope.index().segments();
        if (!forward) {
            scope.reachedEnd(); // the last events are those that cannot be read
        }
        for (; segment >= 0 && segment < segments.size(); segment += forward ? 1 : -1) {
            StreamChain found = segments.get(segment).chain(stream);
            if (found != null && (forward || found.firstRevision() <= revision)) {
                chain = found;
                link = forward ? Math.max(0, found.linkOf(revision)) : found.linkOf(revision);
                return found;
            }
        }
        if (forward) {
            scope.reachedEnd();
        }
        return null;
    }

    private void load(StoredAppend append) {
        for (StoredAppend.Part part : append.parts()) {
            if (part.stream().equals(stream)) {
                events = append.eventsOf(part);
                next = forward ? 0 : events.size() - 1;
                return;
            }
        }
        throw new IllegalStateException(
                "the index names a frame that has nothing of stream " + stream);
    }
}
