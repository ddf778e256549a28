package io.stele.engine.index;

import java.util.Arrays;

/// As [IntList], of longs.
final class LongList {

    private volatile long[] items;
    private volatile int size;

    LongList(int capacity) {
        items = new long[capacity];
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // there is one writer
    void add(long item) {
        long[] array = items;
        int count = size;
        if (count == array.length) {
            array = Arrays.copyOf(array, count + (count >> 1) + 4);
            items = array;
        }
        array[count] = item;
        size = count + 1;
    }

    int size() {
        return size;
    }

    /// @param index below a [#size()] that this thread has read
    long get(int index) {
        return items[index];
    }
}
