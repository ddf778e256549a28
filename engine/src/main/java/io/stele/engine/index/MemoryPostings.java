package io.stele.engine.index;

import org.jspecify.annotations.Nullable;

/// Postings in memory, as many as there were when this was made. Most keys have one position, so
/// the first stands apart and there is a list only for more.
final class MemoryPostings implements Postings {

    private final long base;
    private final int first;
    private final @Nullable IntList more;
    private final int size;
    private int hint; // where the last look-up ended

    MemoryPostings(long base, int first, @Nullable IntList more) {
        this.base = base;
        this.first = first;
        this.more = more;
        this.size = more == null ? 1 : more.size() + 1;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long get(int index) {
        return base + relative(index);
    }

    private int relative(int index) {
        return index == 0 || more == null ? first : more.get(index - 1);
    }

    @Override
    public int floorIndex(long position) {
        long wanted = position - base;
        if (isFloor(hint, wanted)) {
            return hint;
        }
        if (isFloor(hint + 1, wanted)) {
            return ++hint;
        }
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (relative(middle) <= wanted) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        hint = Math.max(high, 0);
        return high;
    }

    private boolean isFloor(int index, long wanted) {
        return index < size
                && relative(index) <= wanted
                && (index + 1 == size || relative(index + 1) > wanted);
    }
}
