package io.stele.engine.index;

import java.util.Arrays;
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
    Sorted sorted() {
        Slots table = slots;
        long[] distinct = new long[used];
        int slotCount = 0;
        for (int i = 0; i < table.hashes.length; i++) {
            if (table.entries.getAcquire(i) != FREE) {
                distinct[slotCount++] = table.hashes[i];
            }
        }
        Arrays.sort(distinct);
        Sorted sorted = new Sorted(new long[size()], new int[size()]);
        int n = 0;
        for (long hash : distinct) {
            int entry = table.entries.getAcquire(table.find(hash)) - 1;
            for (; entry != NO_ENTRY; entry = before.get(entry)) {
                sorted.hashes()[n] = hash;
                sorted.values()[n++] = values.get(entry);
            }
        }
        return sorted;
    }
}
