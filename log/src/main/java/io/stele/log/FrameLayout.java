package io.stele.log;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/*
 * Where the parts of a frame stand, and its checksum: docs/formats/segment.md.
 *
 * The checksum begins with where the frame belongs (log, segment, offset), so a frame that is
 * whole but in the wrong place, or of another log, does not pass.
 */
/// The bytes of a frame.
final class FrameLayout {

    static final int HEADER_BYTES = 32;
    static final int ALIGNMENT = 8;

    /// A frame with an append.
    static final int APPEND = 0x314D5246; // "FRM1" on disk

    /// A frame without content, which says how far the segment was synced.
    static final int MARK = 0x314B524D; // "MRK1" on disk

    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private FrameLayout() {}

    /// A frame's header as read from disk, unverified.
    ///
    /// @param syncedBytes everything below this offset of the segment was durable when the frame
    ///     was written
    record Header(
            int kind,
            int crc,
            int payloadBytes,
            int eventCount,
            long basePosition,
            long syncedBytes) {

        /// Whether such a frame can be at all at `offset` of a segment of `segmentBytes`; what it
        /// says of its size may be trusted only then.
        boolean isPlausible(long offset, long segmentBytes) {
            return (kind == APPEND || kind == MARK)
                    && payloadBytes >= 0
                    && offset + frameBytes(payloadBytes) <= segmentBytes
                    && eventCount >= 0;
        }
    }

    /// What a frame of such a payload takes up, padding included.
    static long frameBytes(int payloadBytes) {
        long bytes = (long) HEADER_BYTES + payloadBytes;
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    static int kindAt(MemorySegment segment, long offset) {
        return segment.get(INT, offset);
    }

    static Header headerAt(MemorySegment segment, long offset) {
        return new Header(
                segment.get(INT, offset),
                segment.get(INT, offset + 4),
                segment.get(INT, offset + 8),
                segment.get(INT, offset + 12),
                segment.get(LONG, offset + 16),
                segment.get(LONG, offset + 24));
    }

    /// Writes header and payload at the buffer's position and moves it behind the padding.
    ///
    /// @param target little-endian, backed by an array, with room for the frame
    @SuppressWarnings("ByteBufferBackingArray") // the writer's own batch buffer
    static void put(
            ByteBuffer target,
            int kind,
            int eventCount,
            long basePosition,
            long syncedBytes,
            byte[] payload,
            int payloadBytes,
            CRC32C placeSeeded) {
        int start = target.position();
        target.putInt(kind).putInt(0).putInt(payloadBytes).putInt(eventCount);
        target.putLong(basePosition).putLong(syncedBytes);
        target.put(payload, 0, payloadBytes);
        placeSeeded.update(target.array(), start + 8, HEADER_BYTES - 8 + payloadBytes);
        target.putInt(start + 4, (int) placeSeeded.getValue());
        while (target.position() % ALIGNMENT != 0) {
            target.put((byte) 0);
        }
    }

    /// The checksum of a frame that was read into `frame`, from its first byte.
    static int crc(byte[] frame, int payloadBytes, CRC32C placeSeeded) {
        placeSeeded.update(frame, 8, HEADER_BYTES - 8 + payloadBytes);
        return (int) placeSeeded.getValue();
    }
}
