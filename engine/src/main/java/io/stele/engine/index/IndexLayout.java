package io.stele.engine.index;

import io.stele.log.LogCorruptException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;

/*
 * docs/formats/index.md draws the bytes.
 */
/// Where the parts of an index file stand, as its header says.
///
/// @param logId the log that it is of
/// @param firstPosition of the stretch that it covers
/// @param endPosition of the stretch, exclusive
/// @param idCount how many ids it has
/// @param keyCount how many keys
/// @param keysOffset where the keys begin; the ids begin behind the places
/// @param samplesOffset where every sixteenth key's offset stands, and how it begins
/// @param filterOffset where the filter begins
/// @param segmentsOffset where the covered segments are named
/// @param segmentCount how many
/// @param checksumsOffset where the blocks' checksums begin
/// @param checksumsCrc of those
record IndexLayout(
        UUID logId,
        long firstPosition,
        long endPosition,
        long idCount,
        long keyCount,
        long keysOffset,
        long samplesOffset,
        long filterOffset,
        long segmentsOffset,
        int segmentCount,
        long checksumsOffset,
        int checksumsCrc) {

    static final int HEADER_BYTES = 256;
    static final int BLOCK_BYTES = 16 << 10;
    static final int KEYS_PER_SAMPLE = 16;
    static final int SAMPLE_BYTES = 32; // an offset, and how the key begins
    static final int SAMPLE_KEY_BYTES = 24;
    static final int ID_BYTES = 12;
    static final int SEGMENT_BYTES = 24;

    /// Postings of more than this many positions have a table to skip by.
    static final int POSTINGS_PER_BLOCK = 128;

    private static final long MAGIC = 0x584449454C455453L; // "STELEIDX" on disk
    private static final int FORMAT = 2; // 1 was in no release
    private static final int CRC_OFFSET = 12;

    static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    long placesOffset() {
        return HEADER_BYTES;
    }

    long idsOffset() {
        return placesOffset() + (endPosition - firstPosition) * Integer.BYTES;
    }

    long sampleCount() {
        return (filterOffset - samplesOffset) / SAMPLE_BYTES;
    }

    int blockCount() {
        return Math.toIntExact((checksumsOffset - HEADER_BYTES + BLOCK_BYTES - 1) / BLOCK_BYTES);
    }

    long fileBytes() {
        return checksumsOffset + (long) blockCount() * Integer.BYTES;
    }

    ByteBuffer encode() {
        ByteBuffer to = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        to.putLong(MAGIC).putInt(FORMAT).putInt(0);
        to.putLong(logId.getMostSignificantBits()).putLong(logId.getLeastSignificantBits());
        to.putLong(firstPosition).putLong(endPosition).putLong(idCount).putLong(keyCount);
        to.putLong(keysOffset).putLong(samplesOffset).putLong(filterOffset);
        to.putLong(segmentsOffset).putLong(segmentCount);
        to.putLong(checksumsOffset).putInt(checksumsCrc);
        return to.putInt(CRC_OFFSET, crc(to.array())).clear();
    }

    private static int crc(byte[] header) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, CRC_OFFSET);
        crc.update(header, CRC_OFFSET + 4, HEADER_BYTES - CRC_OFFSET - 4);
        return (int) crc.getValue();
    }

    /// @throws LogCorruptException when that is no whole header of this format
    static IndexLayout decode(MemorySegment file, Path path) throws LogCorruptException {
        if (file.byteSize() < HEADER_BYTES) {
            throw new LogCorruptException("the index file has no header", path, 0);
        }
        byte[] header = file.asSlice(0, HEADER_BYTES).toArray(ValueLayout.JAVA_BYTE);
        ByteBuffer from = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        long magic = from.getLong();
        int format = from.getInt();
        int crc = from.getInt();
        if (magic != MAGIC || format != FORMAT || crc != crc(header)) {
            throw new LogCorruptException("this is no index file of format " + FORMAT, path, 0);
        }
        IndexLayout layout =
                new IndexLayout(
                        new UUID(from.getLong(), from.getLong()),
                        from.getLong(),
                        from.getLong(),
                        from.getLong(),
                        from.getLong(),
                        from.getLong(),
                        from.getLong(),
                        from.getLong(),
                        from.getLong(),
                        (int) from.getLong(),
                        from.getLong(),
                        from.getInt());
        if (layout.fileBytes() != file.byteSize()) {
            throw new LogCorruptException(
                    "the index file has %d bytes instead of %d"
                            .formatted(file.byteSize(), layout.fileBytes()),
                    path,
                    0);
        }
        return layout;
    }
}
