package io.stele.engine.index;

import io.stele.log.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;

/// The bytes of an index file on their way to disk, with a checksum for each block.
final class IndexOutput {

    private static final int SYNC_BYTES = 4 << 20;

    private final Disk.DiskFile file;
    private final BooleanSupplier cancelled;
    private final ByteBuffer block =
            ByteBuffer.allocate(IndexLayout.BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final IntList checksums = new IntList(64);
    private long blockOffset = IndexLayout.HEADER_BYTES;
    private long unsynced;

    IndexOutput(Disk.DiskFile file, BooleanSupplier cancelled) {
        this.file = file;
        this.cancelled = cancelled;
    }

    long offset() {
        return blockOffset + block.position();
    }

    void i8(int value) throws IOException {
        if (!block.hasRemaining()) {
            flush();
        }
        block.put((byte) value);
    }

    void i32(int value) throws IOException {
        if (block.remaining() >= Integer.BYTES) {
            block.putInt(value);
        } else {
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                i8(value >>> shift);
            }
        }
    }

    void i64(long value) throws IOException {
        if (block.remaining() >= Long.BYTES) {
            block.putLong(value);
        } else {
            i32((int) value);
            i32((int) (value >>> Integer.SIZE));
        }
    }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    void varint(long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            i8(((int) rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        i8((int) rest);
    }

    static int varintBytes(long value) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
    }

    void bytes(byte[] bytes) throws IOException {
        for (int done = 0; done < bytes.length; ) {
            if (!block.hasRemaining()) {
                flush();
            }
            int some = Math.min(block.remaining(), bytes.length - done);
            block.put(bytes, done, some);
            done += some;
        }
    }

    /// Ends the last block, and says what the checksums of all blocks are.
    int[] endBlocks() throws IOException {
        flush();
        int[] all = new int[checksums.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = checksums.get(i);
        }
        return all;
    }

    void flush() throws IOException {
        if (block.position() == 0) {
            return;
        }
        if (cancelled.getAsBoolean()) {
            throw new IOException("the log is closed");
        }
        block.flip();
        CRC32C crc = new CRC32C();
        crc.update(block.duplicate());
        checksums.add((int) crc.getValue());
        int bytes = block.remaining();
        file.write(block, blockOffset);
        blockOffset += bytes;
        block.clear();
        unsynced += bytes;
        if (unsynced >= SYNC_BYTES) { // in chunks, so that the log's own syncs never wait for long
            file.sync();
            unsynced = 0;
        }
    }
}
