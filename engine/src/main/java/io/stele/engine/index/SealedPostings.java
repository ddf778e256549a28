package io.stele.engine.index;

/// Postings in an index file. Holds one decoded block.
final class SealedPostings implements Postings {

    private static final int PER_BLOCK = IndexLayout.POSTINGS_PER_BLOCK;

    private final IndexBytes bytes;
    private final long base;
    private final int count;
    private final long start;
    private final long end;
    private final int[] block; // relative positions
    private int loaded = -1;

    /// @param start where the postings begin in the file
    /// @param end where they end
    SealedPostings(IndexBytes bytes, long base, int count, long start, long end) {
        this.bytes = bytes;
        this.base = base;
        this.count = count;
        this.start = start;
        this.end = end;
        this.block = new int[Math.min(count, PER_BLOCK)];
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public long get(int index) {
        load(index / PER_BLOCK);
        return base + block[index % PER_BLOCK];
    }

    @Override
    public int floorIndex(long position) {
        if (position < base) {
            return -1;
        }
        int wanted = (int) Math.min(position - base, Integer.MAX_VALUE);
        int at = blockOf(wanted);
        if (at < 0) {
            return -1;
        }
        load(at);
        int low = 0;
        int high = sizeOf(at) - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (block[middle] <= wanted) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high < 0 ? -1 : at * PER_BLOCK + high;
    }

    private int blocks() {
        return 1 + (count - 1) / PER_BLOCK;
    }

    private int sizeOf(int at) {
        return Math.min(PER_BLOCK, count - at * PER_BLOCK);
    }

    private boolean isSmall() {
        return count <= PER_BLOCK;
    }

    /// The block that has `relative`, or what would; -1 when it lies before all.
    private int blockOf(int relative) {
        if (isSmall()) {
            return 0;
        }
        if (loaded >= 0
                && block[0] <= relative
                && (loaded + 1 == blocks() || first(loaded + 1) > relative)) {
            return loaded;
        }
        int low = 0;
        int high = blocks() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (first(middle) <= relative) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    private int first(int at) {
        return bytes.i32(start + at * 8L);
    }

    private void load(int at) {
        if (at == loaded) {
            return;
        }
        loaded = -1;
        int size = sizeOf(at);
        if (isSmall()) {
            decode(bytes.bytes(start, (int) (end - start)), 0, 0, size);
        } else {
            long data = start + blocks() * 8L;
            long from = data + bytes.i32(start + at * 8L + 4);
            long to = at + 1 == blocks() ? end : data + bytes.i32(start + (at + 1) * 8L + 4);
            block[0] = first(at);
            decode(bytes.bytes(from, (int) (to - from)), block[0], 1, size);
        }
        loaded = at;
    }

    private void decode(byte[] encoded, int before, int from, int to) {
        int at = 0;
        int value = before;
        for (int i = from; i < to; i++) {
            int difference = 0;
            int shift = 0;
            byte b;
            do {
                b = encoded[at++];
                difference |= (b & 0x7F) << shift;
                shift += 7;
            } while (b < 0);
            value += difference;
            block[i] = value;
        }
    }
}
