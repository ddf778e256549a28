package io.stele.engine.index;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntPredicate;

/*
 * Open addressing with linear probing over one array of (hash, entry + 1) pairs; 0 in the second
 * place means free. An entry is a value and the entry before it with the same hash, so that one id
 * written a thousand times takes one slot. One thread adds while any number look up: an entry is
 * complete before a slot names it, a slot's hash is stored before its entry, and the entry with
 * release. A grown table is filled before it is published.
 *
 * Hashes of 64 bits may collide, so a look-up offers every value under the hash and the caller
 * finds out which one was meant.
 */
/// Hashes and what they lead to, in memory.
final class IdTable {

    private static final int FREE = 0;
    private static final int NO_ENTRY = -1;

    private final IntList values = new IntList(256);
    private final IntList before = new IntList(256); // the entry before it with the same hash
    private volatile Slots slots = new Slots(1 << 10);
    private int used; // slots

    /// The two halves of the table; never larger than three quarters full.
    private static final class Slots {
        final long[] hashes;
        final AtomicIntegerArray entries;
        final int mask;

        Slots(int capacity) {
            hashes = new long[capacity];
            entries = new AtomicIntegerArray(capacity);
            mask = capacity - 1;
        }

        /// Where `hash` stands, or would.
        int find(long hash) {
            int at = (int) (hash ^ (hash >>> 32)) & mask;
            while (entries.getAcquire(at) != FREE && hashes[at] != hash) {
                at = (at + 1) & mask;
            }
            return at;
        }

        void put(int at, long hash, int entryPlusOne) {
            hashes[at] = hash;
            entries.setRelease(at, entryPlusOne);
        }
    }

    /// The pairs by hash.
    @SuppressWarnings("ArrayRecordComponent") // stays within the package
    record Sorted(long[] hashes, int[] values) {}

    int size() {
        return values.size();
    }

    /// @param value 0 or more
    void add(long hash, int value) {
        Slots table = slots;
        if (used * 4L >= table.hashes.length * 3L) {
            table = grown(table);
            slots = table;
        }
        int at = table.find(hash);
        int last = table.entries.getPlain(at);
        if (last == FREE) {
            used++;
        }
        before.add(last - 1);
        values.add(value);
        table.put(at, hash, values.size());
    }

    private static Slots grown(Slots from) {
        Slots to = new Slots(from.hashes.length * 2);
        for (int i = 0; i < from.hashes.length; i++) {
            int entry = from.entries.getPlain(i);
            if (entry != FREE) {
                to.put(to.find(from.hashes[i]), from.hashes[i], entry);
            }
        }
        return to;
    }

    /// Offers the values under `hash`, the last first, until one is accepted.
    ///
    /// @return that one, or -1
    int find(long hash, IntPredicate accept) {
        Slots table = slots;
        int entry = table.entries.getAcquire(table.find(hash)) - 1;
        while (entry != NO_ENTRY) {
            int value = values.get(entry);
            if (accept.test(value)) {
                return value;
            }
            entry = before.get(entry);
        }
        return -1;
    }

    /// All pairs; while nobody adds.
    ///
    /// Hashes are spread evenly, so putting each where its first bits say leaves little to sort.
    Sorted sorted() {
        int shift = Math.min(Long.SIZE - 1, Integer.numberOfLeadingZeros(size()) + Integer.SIZE);
        int[] starts = new int[(int) (-1L >>> shift) + 2];
        forEach((hash, value) -> starts[bucket(hash, shift) + 1]++);
        for (int i = 1; i < starts.length; i++) {
            starts[i] += starts[i - 1];
        }
        Sorted sorted = new Sorted(new long[size()], new int[size()]);
        forEach((hash, value) -> {
            int at = starts[bucket(hash, shift)]++;
            sorted.hashes()[at] = hash;
            sorted.values()[at] = value;
        });
        insertionSort(sorted.hashes(), sorted.values());
        return sorted;
    }

    private interface Visitor {
        void pair(long hash, int value);
    }

    private void forEach(Visitor visitor) {
        Slots table = slots;
        for (int i = 0; i < table.hashes.length; i++) {
            int entry = table.entries.getAcquire(i) - 1;
            for (; entry != NO_ENTRY; entry = before.get(entry)) {
                visitor.pair(table.hashes[i], values.get(entry));
            }
        }
    }

    private static int bucket(long hash, int shift) {
        return (int) ((hash ^ Long.MIN_VALUE) >>> shift);
    }

    private static void insertionSort(long[] hashes, int[] values) {
        for (int i = 1; i < hashes.length; i++) {
            long hash = hashes[i];
            int value = values[i];
            int to = i;
            for (; to > 0 && hashes[to - 1] > hash; to--) {
                hashes[to] = hashes[to - 1];
                values[to] = values[to - 1];
            }
            hashes[to] = hash;
            values[to] = value;
        }
    }
}
