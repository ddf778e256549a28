package io.stele.engine.maintenance;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/*
 * Eight bytes for each fingerprint, outside the heap, in 256 parts by its first bits. Adding is a
 * write at the end of a part; only at the end is each part sorted, alone, so that equal ones stand
 * side by side. A table would answer at once, and miss the cache with every question.
 */
/// Finds what was put into it more than once. For one thread.
final class FingerprintBag implements AutoCloseable {

    private static final int PARTS = 256;
    private static final long CHUNK_BYTES_MIN = 1 << 10;
    private static final long CHUNK_BYTES_MAX = 1 << 18;

    private final Arena arena = Arena.ofConfined();
    private final Part[] parts = new Part[PARTS];

    FingerprintBag() {
        Arrays.setAll(parts, i -> new Part());
    }

    private final class Part {

        private final List<MemorySegment> full = new ArrayList<>();
        private MemorySegment last = arena.allocate(CHUNK_BYTES_MIN, Long.BYTES);
        private long usedBytes;
        private long count;

        void add(long fingerprint) {
            if (usedBytes == last.byteSize()) {
                full.add(last);
                last = arena.allocate(Math.min(last.byteSize() * 2, CHUNK_BYTES_MAX), Long.BYTES);
                usedBytes = 0;
            }
            last.set(ValueLayout.JAVA_LONG, usedBytes, fingerprint);
            usedBytes += Long.BYTES;
            count++;
        }

        long[] sorted() {
            long[] all = new long[Math.toIntExact(count)];
            int at = 0;
            for (MemorySegment chunk : full) {
                at = copy(chunk, chunk.byteSize(), all, at);
            }
            copy(last, usedBytes, all, at);
            Arrays.sort(all);
            return all;
        }

        private static int copy(MemorySegment from, long bytes, long[] to, int at) {
            int longs = (int) (bytes / Long.BYTES);
            MemorySegment.copy(from, ValueLayout.JAVA_LONG, 0, to, at, longs);
            return at + longs;
        }
    }

    void add(long fingerprint) {
        parts[(int) (fingerprint >>> 56)].add(fingerprint);
    }

    void forEachRepeated(LongConsumer consumer) {
        for (Part part : parts) {
            long[] sorted = part.sorted();
            for (int i = 1; i < sorted.length; i++) {
                boolean again = sorted[i] == sorted[i - 1];
                if (again && (i == 1 || sorted[i - 2] != sorted[i])) {
                    consumer.accept(sorted[i]);
                }
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
