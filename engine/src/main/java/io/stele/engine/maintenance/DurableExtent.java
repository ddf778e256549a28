package io.stele.engine.maintenance;

import io.stele.engine.maintenance.Finding.Kind;
import io.stele.log.Disk;
import io.stele.log.LogCorruptException;
import io.stele.log.LogFiles;
import io.stele.log.LogFiles.SegmentFile;
import io.stele.log.SegmentReader;
import io.stele.log.WholeFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/*
 * Seen from outside the process that writes, a whole frame says nothing of whether it is durable:
 * it may stand in the page cache alone. What proves it is a later frame that was written when it
 * was durable already, or a later segment. Under load the next batch brings the proof, in idle
 * times the mark does (docs/formats/segment.md).
 */
/// How far a log is durable, as far as its files prove that; whoever writes may go on meanwhile.
///
/// @param segments as they were found, in order
/// @param provedEnd the first position that nothing proves to be durable
/// @param wholeEnd the first position behind the last whole frame
record DurableExtent(List<SegmentFile> segments, long provedEnd, long wholeEnd) {

    /// @throws IllegalArgumentException when there is no log
    /// @throws LogCorruptException when the last segment is damaged
    static DurableExtent measure(Disk disk, Path log) throws IOException {
        List<SegmentFile> segments = LogFiles.segments(disk, log);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("there is no store in " + log.getParent());
        }
        SegmentFile last = segments.getLast();
        try (SegmentReader reader = SegmentReader.open(disk, last.path(), null)) {
            return measure(segments, reader);
        }
    }

    private static DurableExtent measure(List<SegmentFile> segments, SegmentReader last)
            throws LogCorruptException {
        long offset = SegmentReader.firstOffset();
        long position = segments.getLast().firstPosition();
        long proved = position;
        Queue<WholeFrameEnd> unproved = new ArrayDeque<>();
        for (WholeFrame frame = next(last, offset); frame != null; frame = next(last, offset)) {
            offset = frame.endOffsetBytes();
            position = frame.endPosition();
            unproved.add(new WholeFrameEnd(offset, position));
            while (!unproved.isEmpty() && unproved.element().offsetBytes() <= frame.syncedBytes()) {
                proved = unproved.remove().position();
            }
        }
        return new DurableExtent(segments, proved, position);
    }

    private record WholeFrameEnd(long offsetBytes, long position) {}

    private static @Nullable WholeFrame next(SegmentReader reader, long offset)
            throws LogCorruptException {
        WholeFrame frame = reader.frameAt(offset);
        if (frame == null && reader.witnessOf(offset) != null) {
            frame = reader.frameAt(offset); // it may have been written since
            if (frame == null) {
                throw new LogCorruptException(
                        Kind.FRAME_DAMAGED.label()
                                + ": what was durable cannot be read"
                                + checksums(reader, offset),
                        reader.path(),
                        offset);
            }
        }
        return frame;
    }

    static String checksums(SegmentReader reader, long offset) {
        return reader.checksumsAt(offset)
                .map(both ->
                        ": checksum %08x stored, %08x computed"
                                .formatted(both.stored(), both.computed()))
                .orElse("");
    }
}
