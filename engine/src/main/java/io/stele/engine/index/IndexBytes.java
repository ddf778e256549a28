package io.stele.engine.index;

import io.stele.log.MappedFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.zip.CRC32C;

/*
 * The file is checked in blocks, each when it is touched for the first time: so opening costs nothing.
 * Pages that were let go may come from the disk again, and be damaged by then, so after that blocks
 * are checked anew; but once a minute at most. Where reading is spread over more than may stay in
 * memory, pages are let go all the time, and the checks would cost more than the look-ups.
 */
/// The bytes of an index file, checked. For any number of threads.
final class IndexBytes {

    private static final long TRUSTED_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int PIECE_BYTES = 2 << 10;

    private final SealedIndex index;
    private final MappedFile file;
    private final int[] checksums;
    private final long end;
    private final AtomicLongArray checked;
    private volatile int checkedGeneration;
    private volatile long trustedSince = System.nanoTime();

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
            checkedGeneration = generation;
            if (System.nanoTime() - trustedSince > TRUSTED_NANOS) {
                distrust();
            }
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
            int computed = checksum(from, (int) Math.min(IndexLayout.BLOCK_BYTES, end - from));
            if (computed != checksums[block]) {
                throw new IndexDamagedException(index, from, null);
            }
        } catch (InternalError e) { // the disk does not give the page; comes a moment late
            throw new IndexDamagedException(index, from, e);
        }
        checked.accumulateAndGet(block >>> 6, 1L << block, (a, b) -> a | b);
    }

    /// By way of the heap: where the disk does not give a page, a checksum of the map itself would
    /// end the process.
    private int checksum(long from, int length) {
        byte[] piece = new byte[PIECE_BYTES];
        CRC32C crc = new CRC32C();
        while (true) {
            int generation = file.generation();
            try {
                crc.reset();
                MemorySegment bytes = file.bytes();
                for (int at = 0; at < length; at += piece.length) {
                    int part = Math.min(piece.length, length - at);
                    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, from + at, piece, 0, part);
                    crc.update(piece, 0, part);
                }
                return (int) crc.getValue();
            } catch (IllegalStateException e) {
                checkLetGo(generation, e);
            }
        }
    }

    /// Makes every block be checked again before it is believed.
    void distrust() {
        trustedSince = System.nanoTime();
        for (int i = 0; i < checked.length(); i++) {
            checked.set(i, 0);
        }
    }
}
