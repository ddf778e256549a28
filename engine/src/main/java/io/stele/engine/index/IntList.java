package io.stele.engine.index;

import java.util.Arrays;

/// A list of ints that one thread adds to while any number read.
///
/// An element is stored before the size that covers it is published, and a grown array before the
/// first size that needs it; so who reads the size first and the array second sees all of it.
final class IntList {

    private volatile int[] items;
    private volatile int size;

    IntList(int capacity) {
        items = new int[capacity];
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // there is one writer
    void add(int item) {
        int[] array = items;
        int count = size;
        if (count == array.length) {
            array = Arrays.copyOf(array, Math.max(4, count + (count >> 1)));
            items = array;
        }
        array[count] = item;
        size = count + 1;
    }

    int size() {
        return size;
    }

    /// @param index below a [#size()] that this thread has read
    int get(int index) {
        return items[index];
    }
}
