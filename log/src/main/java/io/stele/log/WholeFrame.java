package io.stele.log;

/// A frame as a check of the files finds it: its checksum holds at the place where it stands.
///
/// @param isMark whether it is a mark, without content, and not an append
/// @param offsetBytes where it begins in the segment
/// @param endOffsetBytes where the next one begins
/// @param basePosition position of its first event
/// @param eventCount how many positions it takes
/// @param syncedBytes everything below this offset was durable when it was written
/// @param bytes the frame as on disk, without padding; the payload begins at
///     [Frame#PAYLOAD_OFFSET]
/// @param payloadBytes size of the payload
/// @param crc its checksum
public record WholeFrame(
        boolean isMark,
        long offsetBytes,
        long endOffsetBytes,
        long basePosition,
        int eventCount,
        long syncedBytes,
        @SuppressWarnings("ArrayRecordComponent") byte[] bytes, // handed over, not shared
        int payloadBytes,
        int crc) {

    /// The first position after this frame.
    public long endPosition() {
        return basePosition + eventCount;
    }
}
