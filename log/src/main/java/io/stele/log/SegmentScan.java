package io.stele.log;

import io.stele.log.FrameLayout.Header;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * Where the frames of a segment end, and why.
 *
 * A walk from the first frame ends where no whole frame with the next position stands. That place
 * is the end of what was written, a torn tail, or damage. What lies behind it tells: a whole frame
 * there that says "this much was synced when I was written", and names more than the place where
 * the walk ended, proves that a durable frame is gone. Without such a witness, all behind that
 * place was written after the last sync that anybody waited for, in a batch that was never
 * acknowledged; the disk may have kept any part of it, in any order.
 */
/// A walk over the frames of one segment.
final class SegmentScan {

    /// What the walk calls for each append, in order.
    interface FrameVisitor {
        void visit(Frame frame);
    }

    private final Segment segment;
    private long offset = SegmentHeader.SIZE_BYTES;
    private long position;
    private long syncedBytes = SegmentHeader.SIZE_BYTES;

    private SegmentScan(Segment segment) {
        this.segment = segment;
        this.position = segment.firstPosition();
    }

    /// What a walk found.
    ///
    /// @param endOffset where the frames end; a next one goes there
    /// @param endPosition the position that a next event gets
    /// @param syncedBytes how much of it the frames themselves say was durable
    record Result(long endOffset, long endPosition, long syncedBytes) {}

    /// @throws LogCorruptException when the disk does not give a page; what lies before was told of
    static Result walk(Segment segment, FrameVisitor visitor) throws LogCorruptException {
        SegmentScan scan = new SegmentScan(segment);
        try {
            while (scan.step(visitor)) {}
        } catch (InternalError e) {
            throw LogCorruptException.unreadable(segment.path(), scan.offset, e);
        }
        return new Result(scan.offset, scan.position, scan.syncedBytes);
    }

    /// A whole frame.
    @SuppressWarnings("ArrayRecordComponent") // goes on into the Frame
    private record Whole(Header header, byte[] bytes) {}

    private boolean step(FrameVisitor visitor) {
        Whole whole = next();
        if (whole == null) {
            return false;
        }
        Header frame = whole.header();
        if (frame.kind() == FrameLayout.APPEND) {
            visitor.visit(segment.frame(offset, frame, whole.bytes()));
        }
        offset += FrameLayout.frameBytes(frame.payloadBytes());
        position += frame.eventCount();
        syncedBytes = Math.max(syncedBytes, frame.syncedBytes());
        return true;
    }

    private @Nullable Whole next() {
        while (true) {
            int generation = segment.generation();
            try {
                return next(segment.bytes());
            } catch (IllegalStateException e) {
                if (segment.generation() == generation) { // else its pages were let go in between
                    throw e;
                }
            }
        }
    }

    private @Nullable Whole next(MemorySegment bytes) {
        if (offset + FrameLayout.HEADER_BYTES > segment.sizeBytes()) {
            return null;
        }
        Header frame = FrameLayout.headerAt(bytes, offset);
        if (!frame.isPlausible(offset, segment.sizeBytes()) || frame.basePosition() != position) {
            return null;
        }
        byte[] copy = segment.copy(bytes, offset, frame);
        int computed = FrameLayout.crc(copy, frame.payloadBytes(), segment.place().seed(offset));
        return computed == frame.crc() ? new Whole(frame, copy) : null;
    }

    /// Whether a frame behind `endOffset` proves that more than `endOffset` bytes were durable.
    static Optional<LogCorruptException> damageAt(Segment segment, long endOffset) {
        long last = segment.sizeBytes() - FrameLayout.HEADER_BYTES;
        for (long at = endOffset + FrameLayout.ALIGNMENT; at <= last; at += FrameLayout.ALIGNMENT) {
            int kind = FrameLayout.kindAt(segment.bytes(), at);
            if (kind == FrameLayout.APPEND || kind == FrameLayout.MARK) {
                Header witness = segment.check(at).orElse(null);
                if (witness != null && witness.syncedBytes() > endOffset) {
                    return Optional.of(describe(segment, endOffset, at));
                }
            }
        }
        return Optional.empty();
    }

    private static LogCorruptException describe(
            Segment segment, long endOffset, @Nullable Long witness) {
        Header frame = FrameLayout.headerAt(segment.bytes(), endOffset);
        String found =
                frame.isPlausible(endOffset, segment.sizeBytes())
                        ? "checksum %08x stored, %08x computed"
                                .formatted(frame.crc(), computed(segment, endOffset, frame))
                        : "no frame is there";
        return new LogCorruptException(
                "a frame that was durable is damaged: "
                        + found
                        + (witness == null
                                ? "; a later segment goes on behind it"
                                : "; the frame at offset "
                                        + witness
                                        + " proves that it was synced"),
                segment.path(),
                endOffset);
    }

    /// What is wrong with a segment that ends early though another one follows it.
    static LogCorruptException endsEarly(Segment segment, long endOffset) {
        if (endOffset + FrameLayout.HEADER_BYTES > segment.sizeBytes()) {
            return new LogCorruptException(
                    "the segment after this one does not go on where it ends",
                    segment.path(),
                    endOffset);
        }
        return describe(segment, endOffset, null);
    }

    private static int computed(Segment segment, long offset, Header frame) {
        byte[] copy = segment.copy(segment.bytes(), offset, frame);
        return FrameLayout.crc(copy, frame.payloadBytes(), segment.place().seed(offset));
    }
}
