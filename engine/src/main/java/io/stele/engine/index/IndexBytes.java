package io.stele.engine.index;

import io.stele.log.MappedFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.zip.CRC32C;

/*
 * The file is checked in blocks, each when it is touched for the first time, and again after its
 * pages were let go: so opening costs nothing, and no byte that was damaged since is believed.
 */
/// The bytes of an index file, checked. For any number of threads.
final class IndexBytes {

    private final SealedIndex index;
    private final MappedFile file;
    private final int[] checksums;
    private final long end;
    private final AtomicLongArray checked;
    private volatile int checkedGeneration;

    /// @param end where the checked bytes end
    IndexBytes(SealedIndex index, MappedFile file, int[] checksums, long end) {
        this.index = index;
        this.file = file;
        this.checksums = checksums;
        this.end = end;
        this.checked = new AtomicLongArray((checksums.length >>> 6) + 1);
        this.checkedGeneration = file.generation();
    }

    int i32(long offset) {
        while (true) {
            int generation = ready(offset, Integer.BYTES);
            try {
                return file.bytes().get(IndexLayout.INT, offset);
            } catch (IllegalStateException e) {
                checkLetGo(generation, e);
            }
        }
    }

    long i64(long offset) {
        while (true) {
            int generation = ready(offset, Long.BYTES);
            try {
                return file.bytes().get(IndexLayout.LONG, offset);
            } catch (IllegalStateException e) {
                checkLetGo(generation, e);
            }
        }
    }

    byte[] bytes(long offset, int length) {
        byte[] copy = new byte[length];
        copy(offset, copy, length);
        return copy;
    }

    void copy(long offset, byte[] to, int length) {
        while (true) {
            int generation = ready(offset, length);
            try {
                MemorySegment.copy(file.bytes(), ValueLayout.JAVA_BYTE, offset, to, 0, length);
                return;
            } catch (IllegalStateException e) {
                checkLetGo(generation, e);
            }
        }
    }

    /// Pages let go in between make a reader begin again; an end of the file is passed on.
    private void checkLetGo(int generation, IllegalStateException e) {
        if (file.generation() == generation) {
            throw new StaleIndexException(e);
        }
    }

    private int ready(long offset, int length) {
        int generation = file.generation();
        if (generation != checkedGeneration) {
            distrust();
            checkedGeneration = generation;
        }
        file.touch(offset, length);
        int last = block(offset + length - 1);
        for (int block = block(offset); block <= last; block++) {
            if ((checked.getPlain(block >>> 6) & (1L << block)) == 0) {
                check(block);
            }
        }
        return generation;
    }

    private static int block(long offset) {
        return (int) ((offset - IndexLayout.HEADER_BYTES) / IndexLayout.BLOCK_BYTES);
    }

    private void check(int block) {
        long from = IndexLayout.HEADER_BYTES + (long) block * IndexLayout.BLOCK_BYTES;
        try {
            byte[] copy = copy(from, (int) Math.min(IndexLayout.BLOCK_BYTES, end - from));
            CRC32C crc = new CRC32C();
            crc.update(copy);
            if ((int) crc.getValue() != checksums[block]) {
                throw new IndexDamagedException(index, from, null);
            }
        } catch (InternalError e) { // the disk does not give the page; comes a moment late
            throw new IndexDamagedException(index, from, e);
        }
        checked.accumulateAndGet(block >>> 6, 1L << block, (a, b) -> a | b);
    }

    /// Into the heap: a checksum of the map itself would end the process where the disk does not
    /// give a page.
    private byte[] copy(long from, int length) {
        byte[] copy = new byte[length];
        while (true) {
            int generation = file.generation();
            try {
                MemorySegment.copy(file.bytes(), ValueLayout.JAVA_BYTE, from, copy, 0, length);
                return copy;
            } catch (IllegalStateException e) {
                checkLetGo(generation, e);
            }
        }
    }

    /// Makes every block be checked again before it is believed.
    void distrust() {
        for (int i = 0; i < checked.length(); i++) {
            checked.set(i, 0);
        }
    }
}
