package io.stele.engine.maintenance;

import io.stele.engine.codec.StoredAppend;
import io.stele.engine.maintenance.Finding.Kind;
import io.stele.log.SegmentReader;
import io.stele.log.WholeFrame;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/*
 * Where no whole frame stands, it is one of four things: the end of a segment that is complete; a
 * torn tail, which only the last segment of a store can have, and which no frame behind it proves
 * to have been durable; damage with whole frames behind it, where the walk goes on; or damage with
 * none.
 */
/// A walk over the frames of one segment that does not end at what is damaged.
final class SegmentWalk {

    private static final long STEP_BYTES = 1 << 20;

    private final SegmentReader reader;
    private final SegmentPlan plan;
    private final Findings findings;
    private final Visitor visitor;
    private final LongConsumer progress;
    private long offset = SegmentReader.firstOffset();
    private long position;
    private long toldOffset;

    /// Gets every append that can be read, in the order of the log.
    interface Visitor {
        void append(StoredAppend append, Path file, long offsetBytes);
    }

    /// @param progress told of the offset
    SegmentWalk(
            SegmentReader reader,
            SegmentPlan plan,
            Findings findings,
            Visitor visitor,
            LongConsumer progress) {
        this.reader = reader;
        this.plan = plan;
        this.findings = findings;
        this.visitor = visitor;
        this.progress = progress;
        this.position = plan.firstPosition();
    }

    void walk() {
        for (WholeFrame frame = next(); frame != null; frame = next()) {
            if (frame.basePosition() != position) {
                String message =
                        "the frame says that it begins at position %d, but the one before ends at %d"
                                .formatted(frame.basePosition(), position);
                findings.add(finding(Kind.POSITION_WRONG, frame.offsetBytes(), message));
            }
            offset = frame.endOffsetBytes();
            position = frame.endPosition();
            if (!frame.isMark()) {
                visit(frame);
            }
            if (offset - toldOffset >= STEP_BYTES) {
                toldOffset = offset;
                progress.accept(offset);
            }
        }
    }

    /// Where the frames end.
    long endOffset() {
        return offset;
    }

    long endPosition() {
        return position;
    }

    private Finding finding(Kind kind, long at, String message) {
        return Finding.of(kind, reader.path(), message).at(at).position(position);
    }

    private @Nullable WholeFrame next() {
        WholeFrame here = reader.frameAt(offset);
        if (here != null) {
            return here;
        }
        return plan.endPosition().isPresent()
                ? behindGap(plan.endPosition().getAsLong())
                : behindGapOrTail();
    }

    private @Nullable WholeFrame behindGap(long end) {
        boolean dirty = reader.zerosFrom(offset) > offset;
        if (position == end) {
            if (dirty) {
                String message = "the segment is complete, but there are bytes behind its end";
                findings.add(finding(Kind.BYTES_BEHIND_END, offset, message));
            }
            return null;
        }
        WholeFrame behind = reader.nextFrom(offset);
        if (behind != null || (dirty && position < end)) {
            return damagedUpTo(behind, end);
        }
        String message =
                position < end
                        ? "the segment ends at position %d, but the next one begins at %d"
                        : "the segment goes up to position %d, but the next one begins at %d";
        Kind kind = position < end ? Kind.POSITIONS_MISSING : Kind.POSITION_WRONG;
        findings.add(finding(kind, offset, message.formatted(position, end)));
        return null;
    }

    private @Nullable WholeFrame behindGapOrTail() {
        if (reader.witnessOf(offset) != null) {
            return damagedUpTo(reader.nextFrom(offset), position);
        }
        long tornEnd = reader.zerosFrom(offset);
        if (tornEnd > offset) {
            String message =
                    "%,d bytes of a batch that was never acknowledged".formatted(tornEnd - offset);
            findings.add(finding(Kind.TORN_TAIL, offset, message));
        }
        return null;
    }

    /// @param behind where the walk can go on
    /// @param end where the segment ends, when it cannot
    private @Nullable WholeFrame damagedUpTo(@Nullable WholeFrame behind, long end) {
        long goesOn = behind == null ? end : behind.basePosition();
        String lost =
                goesOn > position
                        ? "positions %d to %d are lost".formatted(position, goesOn - 1)
                        : "no event is lost";
        String message =
                "%,d bytes that were durable cannot be read; %s"
                        .formatted(
                                (behind == null ? reader.zerosFrom(offset) : behind.offsetBytes())
                                        - offset,
                                lost);
        findings.add(
                finding(Kind.FRAME_DAMAGED, offset, message).checksums(reader.checksumsAt(offset)));
        if (behind != null && goesOn > position) {
            position = goesOn;
        }
        return behind;
    }

    private void visit(WholeFrame frame) {
        try {
            if (frame.eventCount() < 1 || frame.eventCount() > frame.payloadBytes()) {
                throw new IllegalArgumentException("it has " + frame.eventCount() + " events");
            }
            visitor.append(StoredAppend.decode(frame), reader.path(), frame.offsetBytes());
        } catch (IllegalArgumentException e) {
            findings.add(
                    Finding.of(
                                    Kind.APPEND_UNREADABLE,
                                    reader.path(),
                                    "the frame is whole, but it is no append: " + e.getMessage())
                            .at(frame.offsetBytes())
                            .position(frame.basePosition()));
        }
    }
}
