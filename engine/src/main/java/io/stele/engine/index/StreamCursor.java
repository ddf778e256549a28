package io.stele.engine.index;

import io.stele.model.StreamName;
import org.jspecify.annotations.Nullable;

/// Where the events of one stream are. For one thread.
public final class StreamCursor {

    private final LogIndex index;
    private final Key stream;
    private @Nullable StreamPostings postings;

    StreamCursor(LogIndex index, StreamName stream) {
        this.index = index;
        this.stream = index.hashes().key(Key.Kind.STREAM, stream.value());
    }

    /// The position of the event with `revision`, durable or not, or -1.
    public long position(long revision) {
        return index.ask(
                () -> postings = null,
                parts -> {
                    StreamPostings here = postings;
                    if (here != null && here.has(revision)) {
                        return here.position(revision);
                    }
                    for (IndexPart part : parts) {
                        StreamPostings found = part.stream(stream);
                        if (found != null && found.has(revision)) {
                            postings = found;
                            return found.position(revision);
                        }
                    }
                    return PositionSet.NONE;
                });
    }

    /// The last revision of the stream below position `end`, or -1.
    public long lastRevisionBelow(long end) {
        return index.ask(
                () -> postings = null,
                parts -> {
                    for (IndexPart part : parts.reversed()) {
                        StreamPostings found = part.stream(stream);
                        int last = found == null ? -1 : found.positions().floorIndex(end - 1);
                        if (found != null && last >= 0) {
                            postings = found;
                            return found.firstRevision() + last;
                        }
                    }
                    return PositionSet.NONE;
                });
    }
}
