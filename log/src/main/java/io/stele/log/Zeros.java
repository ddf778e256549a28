package io.stele.log;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/// The zeros that a segment ends with.
final class Zeros {

    private static final int CHUNK_BYTES = 1 << 16;

    private Zeros() {}

    /// Where the zeros begin that `bytes` ends with; not below `from`.
    static long begin(MemorySegment bytes, long from) {
        long at = bytes.byteSize();
        while (at - Long.BYTES >= from
                && bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, at - Long.BYTES) == 0) {
            at -= Long.BYTES;
        }
        while (at > from && bytes.get(ValueLayout.JAVA_BYTE, at - 1) == 0) {
            at--;
        }
        return at;
    }

    /// Writes zeros from `offset` up to `end`.
    static void write(Disk.DiskFile file, long offset, long end) throws IOException {
        ByteBuffer zeros =
                ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, Math.max(0, end - offset)));
        for (long at = offset; at < end; ) {
            int chunk = (int) Math.min(zeros.capacity(), end - at);
            file.write(zeros.clear().limit(chunk), at);
            at += chunk;
        }
    }
}
