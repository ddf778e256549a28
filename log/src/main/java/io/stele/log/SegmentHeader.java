package io.stele.log;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/// The first bytes of a segment: docs/formats/segment.md.
///
/// @param logId which log this is a part of
/// @param firstPosition of the first event in the segment, whether it is there or to come
/// @param sizeBytes of the whole file
public record SegmentHeader(UUID logId, long firstPosition, long sizeBytes) {

    static final int SIZE_BYTES = 64;

    private static final int FORMAT = 1;
    private static final byte[] MAGIC = {'S', 'T', 'E', 'L', 'E', 'S', 'E', 'G'};

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).putInt(FORMAT).putInt(0);
        bytes.putLong(logId.getMostSignificantBits()).putLong(logId.getLeastSignificantBits());
        bytes.putLong(firstPosition).putLong(sizeBytes);
        return bytes.putInt(12, crc(bytes.array())).rewind();
    }

    /// @throws LogCorruptException when the bytes are not a header of a format known here
    static SegmentHeader decode(MemorySegment file, Path path) throws LogCorruptException {
        if (file.byteSize() < SIZE_BYTES) {
            throw new LogCorruptException(
                    "a segment has a header of %d bytes, but the file has only %d"
                            .formatted(SIZE_BYTES, file.byteSize()),
                    path,
                    0);
        }
        byte[] array = file.asSlice(0, SIZE_BYTES).toArray(ValueLayout.JAVA_BYTE);
        ByteBuffer bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
        int stored = bytes.getInt(12);
        int computed = crc(array);
        if (!Arrays.equals(MAGIC, 0, MAGIC.length, array, 0, MAGIC.length) || stored != computed) {
            throw new LogCorruptException(
                    "the segment's header is damaged: checksum %08x stored, %08x computed"
                            .formatted(stored, computed),
                    path,
                    0);
        }
        int format = bytes.getInt(8);
        if (format != FORMAT) {
            throw new LogCorruptException(
                    "the segment has format %d; this version of Stele reads format %d"
                            .formatted(format, FORMAT),
                    path,
                    0);
        }
        return new SegmentHeader(
                new UUID(bytes.getLong(16), bytes.getLong(24)),
                bytes.getLong(32),
                bytes.getLong(40));
    }

    private static int crc(byte[] header) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, 12);
        crc.update(header, 16, SIZE_BYTES - 16);
        return (int) crc.getValue();
    }
}
