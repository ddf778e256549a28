package io.stele.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A frame that was read and whose checksum holds.
///
/// @param segment where it is
/// @param offsetBytes where in the segment
/// @param basePosition position of its first event
/// @param eventCount how many positions it takes; 1 or more
/// @param bytes the frame as on disk; the payload begins at [#PAYLOAD_OFFSET]. Whoever got the
///     frame may keep the array.
/// @param payloadBytes size of the payload
public record Frame(
        Segment segment,
        long offsetBytes,
        long basePosition,
        int eventCount,
        @SuppressWarnings("ArrayRecordComponent") // handed over, not shared: the read path copies
                // once
                byte[] bytes,
        int payloadBytes) {

    /// Where in `bytes` the payload begins.
    public static final int PAYLOAD_OFFSET = FrameLayout.HEADER_BYTES;

    /// Its checksum, which tells it from every other frame at this place.
    public int checksum() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    }

    /// The offset behind it, where the next frame begins, or a mark.
    public long endOffsetBytes() {
        return offsetBytes + FrameLayout.frameBytes(payloadBytes);
    }

    /// The first position after this frame.
    public long endPosition() {
        return basePosition + eventCount;
    }
}
