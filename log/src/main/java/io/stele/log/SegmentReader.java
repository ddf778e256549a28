package io.stele.log;

import io.stele.log.FrameLayout.Header;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A segment's file, or a copy of one, for checking and copying: nothing in it is taken on trust,
/// and nothing is changed. The file may be shorter than the segment, and somebody may be writing
/// behind its last frame. For one thread.
public final class SegmentReader implements AutoCloseable {

    private final Path path;
    private final SegmentHeader header;
    private final Disk.Mapping mapping;
    private final MemorySegment bytes;
    private final FramePlace place;

    /// The checksum that is in a frame, and the one that its bytes have.
    public record Checksums(int stored, int computed) {}

    private SegmentReader(Path path, SegmentHeader header, Disk.Mapping mapping) {
        this.path = path;
        this.header = header;
        this.mapping = mapping;
        this.bytes = mapping.bytes();
        this.place = new FramePlace(header);
    }

    /// @param assumed what the header should have said; in place of one that cannot be read
    /// @throws LogCorruptException when the header is damaged and nothing is assumed
    public static SegmentReader open(Disk disk, Path path, @Nullable SegmentHeader assumed)
            throws IOException {
        Disk.Mapping mapping = disk.map(path);
        try {
            SegmentHeader header =
                    assumed != null ? assumed : SegmentHeader.decode(mapping.bytes(), path);
            return new SegmentReader(path, header, mapping);
        } catch (IOException | RuntimeException e) {
            mapping.close();
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    public SegmentHeader header() {
        return header;
    }

    /// Size of the file.
    public long sizeBytes() {
        return bytes.byteSize();
    }

    /// Where the first frame stands.
    public static long firstOffset() {
        return SegmentHeader.SIZE_BYTES;
    }

    /// The frame at `offsetBytes`, or null where no whole one stands.
    public @Nullable WholeFrame frameAt(long offsetBytes) {
        Header frame = plausibleAt(offsetBytes);
        if (frame == null) {
            return null;
        }
        byte[] copy = copy(offsetBytes, frame); // first: somebody may be writing it
        Header copied = FrameLayout.headerAt(MemorySegment.ofArray(copy), 0);
        if (copied.payloadBytes() != frame.payloadBytes()
                || computed(copy, copied, offsetBytes) != copied.crc()) {
            return null;
        }
        return new WholeFrame(
                copied.kind() == FrameLayout.MARK,
                offsetBytes,
                offsetBytes + FrameLayout.frameBytes(copied.payloadBytes()),
                copied.basePosition(),
                copied.eventCount(),
                copied.syncedBytes(),
                copy,
                copied.payloadBytes(),
                copied.crc());
    }

    private byte[] copy(long offsetBytes, Header frame) {
        byte[] copy = new byte[FrameLayout.HEADER_BYTES + frame.payloadBytes()];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offsetBytes, copy, 0, copy.length);
        return copy;
    }

    private @Nullable Header plausibleAt(long offsetBytes) {
        if (offsetBytes + FrameLayout.HEADER_BYTES > bytes.byteSize()) {
            return null;
        }
        Header frame = FrameLayout.headerAt(bytes, offsetBytes);
        return frame.isPlausible(offsetBytes, bytes.byteSize()) ? frame : null;
    }

    private int computed(byte[] copy, Header frame, long offsetBytes) {
        return FrameLayout.crc(copy, frame.payloadBytes(), place.seed(offsetBytes));
    }

    /// The first whole frame at or behind `offsetBytes`, or null when there is none.
    public @Nullable WholeFrame nextFrom(long offsetBytes) {
        return nextFrom(offsetBytes, Long.MIN_VALUE);
    }

    /// A frame behind `offsetBytes` that was written when what stands there was durable, or null.
    /// With one, what is not whole at `offsetBytes` is damaged; without, it may be a torn tail
    /// (docs/formats/segment.md).
    public @Nullable WholeFrame witnessOf(long offsetBytes) {
        return nextFrom(offsetBytes + FrameLayout.ALIGNMENT, offsetBytes);
    }

    private @Nullable WholeFrame nextFrom(long offsetBytes, long syncedAbove) {
        long last = bytes.byteSize() - FrameLayout.HEADER_BYTES;
        for (long at = offsetBytes; at <= last; at += FrameLayout.ALIGNMENT) {
            int kind = FrameLayout.kindAt(bytes, at);
            if (kind == FrameLayout.APPEND || kind == FrameLayout.MARK) {
                WholeFrame frame = frameAt(at);
                if (frame != null && frame.syncedBytes() > syncedAbove) {
                    return frame;
                }
            }
        }
        return null;
    }

    /// The checksums of what looks like a frame at `offsetBytes`; empty where nothing does.
    public Optional<Checksums> checksumsAt(long offsetBytes) {
        Header frame = plausibleAt(offsetBytes);
        if (frame == null) {
            return Optional.empty();
        }
        byte[] copy = copy(offsetBytes, frame);
        return Optional.of(new Checksums(frame.crc(), computed(copy, frame, offsetBytes)));
    }

    /// Where the zeros begin that the file ends with; not below `fromBytes`.
    public long zerosFrom(long fromBytes) {
        return Zeros.begin(bytes, fromBytes);
    }

    @Override
    public void close() {
        mapping.close();
    }
}
