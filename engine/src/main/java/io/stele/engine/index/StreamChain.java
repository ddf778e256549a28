package io.stele.engine.index;

/// The frames of one segment that have events of one stream, in order. One thread adds while any
/// number read.
public final class StreamChain {

    private final long firstRevision;
    private final IntList frames = new IntList(1);
    private final IntList firstRevisions = new IntList(1); // relative to firstRevision
    private volatile End end;

    /// The last event, durable or not. One object, so that a reader gets both or neither.
    record End(long revision, long position) {}

    /// A chain of one link.
    StreamChain(int frame, long first, int count, long lastPosition) {
        firstRevision = first;
        end = new End(first + count - 1, lastPosition);
        add(frame, first, count, lastPosition);
    }

    final void add(int frame, long first, int count, long lastPosition) {
        frames.add(frame); // first, so that a link that #linkOf names has its frame
        firstRevisions.add(Math.toIntExact(first - firstRevision));
        end = new End(first + count - 1, lastPosition);
    }

    /// The first revision that the segment has of this stream.
    public long firstRevision() {
        return firstRevision;
    }

    End end() {
        return end;
    }

    /// How many links the chain has.
    public int size() {
        return frames.size();
    }

    /// The frame of a link, as its place in the segment's [FrameTable].
    public int frame(int link) {
        return frames.get(link);
    }

    /// The link that has `revision`, or the last one when it lies beyond; -1 when it lies before.
    public int linkOf(long revision) {
        long relative = revision - firstRevision;
        return relative < 0
                ? -1
                : firstRevisions.floorIndex((int) Math.min(relative, Integer.MAX_VALUE));
    }
}
