package io.stele.engine.index;

import io.stele.log.Segment;
import io.stele.model.Append;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.Revision;
import io.stele.model.StreamAppend;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is where in the log: an index for each segment, the newest last. One thread adds; any
/// number look up.
public final class LogIndex {

    private final CopyOnWriteArrayList<SegmentIndex> segments = new CopyOnWriteArrayList<>();

    /// A frame, by its place.
    ///
    /// @param frame its place in the segment's [FrameTable]
    public record FrameRef(SegmentIndex segment, int frame) {

        public long basePosition() {
            return segment.frames().basePosition(frame);
        }

        public long offsetBytes() {
            return segment.frames().offsetBytes(frame);
        }
    }

    /// What is added from here on is in `segment`.
    public void addSegment(Segment segment) {
        segments.add(new SegmentIndex(segment));
    }

    /// Adds an append at the end.
    ///
    /// @param firstRevisions of each of its streams, in order
    public void add(Append append, long offsetBytes, long basePosition, long[] firstRevisions) {
        SegmentIndex last = segments.getLast();
        int frame = last.addFrame(append.appendId(), offsetBytes, basePosition);
        long position = basePosition;
        for (int i = 0; i < firstRevisions.length; i++) {
            StreamAppend part = append.streams().get(i);
            last.addPart(frame, part, firstRevisions[i], position);
            position += part.events().size();
        }
    }

    /// The segments, the oldest first.
    public List<SegmentIndex> segments() {
        return segments;
    }

    /// The segment that has `position`, or the last one when it lies beyond; -1 when there is none.
    public int segmentOf(long position) {
        int low = 0;
        int high = segments.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).segment().firstPosition() <= position) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /// The stream's last revision, durable or not, or -1. For the writer.
    public long lastRevision(StreamName stream) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            StreamChain chain = segments.get(i).chain(stream);
            if (chain != null) {
                return chain.end().revision();
            }
        }
        return -1;
    }

    /// Where the stream ends among the positions below `end`, when that can be told without
    /// reading a frame; empty also when it cannot.
    public Optional<StreamHead> headBelow(StreamName stream, long end) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            StreamChain chain = segments.get(i).chain(stream);
            if (chain != null) {
                StreamChain.End last = chain.end();
                return last.position() < end
                        ? Optional.of(
                                new StreamHead(
                                        Revision.of(last.revision()), Position.of(last.position())))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// The first frame that is accepted among those whose append may have this id, the newest
    /// segment first.
    public @Nullable FrameRef findAppend(UUID appendId, Predicate<FrameRef> accept) {
        return find(accept, (segment, offer) -> segment.findAppend(appendId, offer));
    }

    /// The first frame that is accepted among those that may have this event, the newest segment
    /// first.
    public @Nullable FrameRef findEvent(
            StreamName stream, UUID eventId, Predicate<FrameRef> accept) {
        return find(accept, (segment, offer) -> segment.findEvent(stream, eventId, offer));
    }

    private interface Lookup {
        boolean in(SegmentIndex segment, IntPredicate offer);
    }

    private @Nullable FrameRef find(Predicate<FrameRef> accept, Lookup lookup) {
        FrameRef[] found = new FrameRef[1];
        for (int i = segments.size() - 1; i >= 0; i--) {
            SegmentIndex segment = segments.get(i);
            boolean accepted =
                    lookup.in(
                            segment,
                            frame -> {
                                FrameRef ref = new FrameRef(segment, frame);
                                found[0] = ref;
                                return accept.test(ref);
                            });
            if (accepted) {
                return found[0];
            }
        }
        return null;
    }

    /// The first position behind `after` whose event matches `query`, or -1. For the writer.
    ///
    /// @param end the position that the next event gets
    public long firstMatch(Query query, long after, long end) {
        return switch (query) {
            case Query.All all -> after + 1 < end ? after + 1 : -1;
            case Query.AnyOf anyOf -> firstMatch(anyOf.items(), after);
        };
    }

    private long firstMatch(List<QueryItem> items, long after) {
        for (int i = Math.max(0, segmentOf(after + 1)); i < segments.size(); i++) {
            long first = -1;
            for (QueryItem item : items) {
                long match = segments.get(i).firstMatch(item, after);
                if (match >= 0 && (first < 0 || match < first)) {
                    first = match;
                }
            }
            if (first >= 0) {
                return first;
            }
        }
        return -1;
    }
}
