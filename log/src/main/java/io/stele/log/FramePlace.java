package io.stele.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// Where a frame belongs, as the beginning of its checksum. For one thread.
final class FramePlace {

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer place = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);

    FramePlace(SegmentHeader segment) {
        place.putLong(0, segment.logId().getMostSignificantBits());
        place.putLong(8, segment.logId().getLeastSignificantBits());
        place.putLong(16, segment.firstPosition());
    }

    /// A checksum that has taken in the place, to go on with the frame. Good until the next call.
    CRC32C seed(long offsetBytes) {
        place.putLong(24, offsetBytes);
        crc.reset();
        crc.update(place.array());
        return crc;
    }
}
