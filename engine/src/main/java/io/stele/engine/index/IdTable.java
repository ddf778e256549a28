package io.stele.engine.index;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntPredicate;

/*
 * Open addressing with linear probing over one array of (hash, value + 1) pairs; 0 in the second
 * place means free. One thread adds while any number look up: a pair's hash is stored before its
 * value, and the value with release, so a reader that sees the value sees the hash. A grown table
 * is filled before it is published.
 *
 * Hashes of 64 bits may collide, so a look-up offers every value under the hash and the caller
 * finds out which one was meant.
 */
/// Hashes and what they lead to, in memory.
final class IdTable {

    private static final int FREE = 0;

    private volatile Slots slots = new Slots(1 << 10);
    private volatile int count;

    /// The two halves of the table; never larger than three quarters full.
    private static final class Slots {
        final long[] hashes;
        final AtomicIntegerArray values;
        final int mask;

        Slots(int capacity) {
            hashes = new long[capacity];
            values = new AtomicIntegerArray(capacity);
            mask = capacity - 1;
        }

        void put(long hash, int valuePlusOne) {
            int at = slot(hash);
            while (values.getPlain(at) != FREE) {
                at = (at + 1) & mask;
            }
            hashes[at] = hash;
            values.setRelease(at, valuePlusOne);
        }

        int slot(long hash) {
            return (int) (hash ^ (hash >>> 32)) & mask;
        }
    }

    /// The pairs by hash.
    @SuppressWarnings("ArrayRecordComponent") // stays within the package
    record Sorted(long[] hashes, int[] values) {}

    int size() {
        return count;
    }

    /// @param value 0 or more
    @SuppressWarnings("NonAtomicVolatileUpdate") // there is one writer
    void add(long hash, int value) {
        Slots table = slots;
        if (count * 4L >= table.hashes.length * 3L) {
            table = grown(table);
            slots = table;
        }
        table.put(hash, value + 1);
        count++;
    }

    private static Slots grown(Slots from) {
        Slots to = new Slots(from.hashes.length * 2);
        for (int i = 0; i < from.hashes.length; i++) {
            int value = from.values.getPlain(i);
            if (value != FREE) {
                to.put(from.hashes[i], value);
            }
        }
        return to;
    }

    /// Offers the values under `hash`, until one is accepted.
    ///
    /// @return that one, or -1
    int find(long hash, IntPredicate accept) {
        Slots table = slots;
        int at = table.slot(hash);
        for (int value = table.values.getAcquire(at); value != FREE; ) {
            if (table.hashes[at] == hash && accept.test(value - 1)) {
                return value - 1;
            }
            at = (at + 1) & table.mask;
            value = table.values.getAcquire(at);
        }
        return -1;
    }

    /// All pairs; while nobody adds.
    Sorted sorted() {
        Slots table = slots;
        long[] hashes = new long[count];
        int[] values = new int[count];
        int n = 0;
        for (int i = 0; i < table.hashes.length; i++) {
            if (table.values.getAcquire(i) != FREE) {
                hashes[n++] = table.hashes[i];
            }
        }
        Arrays.sort(hashes);
        Arrays.fill(values, -1);
        for (int i = 0; i < table.hashes.length; i++) {
            int value = table.values.getAcquire(i);
            if (value != FREE) {
                values[freePlace(hashes, values, table.hashes[i])] = value - 1;
            }
        }
        return new Sorted(hashes, values);
    }

    /// Where `hash` stands and no value does yet; the same hash may stand there several times.
    private static int freePlace(long[] hashes, int[] values, long hash) {
        int at = Arrays.binarySearch(hashes, hash);
        while (at > 0 && hashes[at - 1] == hash) {
            at--;
        }
        while (values[at] >= 0) {
            at++;
        }
        return at;
    }
}
