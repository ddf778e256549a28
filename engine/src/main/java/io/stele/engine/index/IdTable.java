package io.stele.engine.index;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntPredicate;

/*
 * Open addressing with linear probing over one array of (hash, frame + 1) pairs; 0 in the second
 * place means free. One thread adds while any number look up: a pair's hash is stored before its
 * frame, and the frame with release, so a reader that sees the frame sees the hash. A grown table
 * is filled before it is published.
 *
 * Hashes of 64 bits may collide, so a look-up offers every frame under the hash and the caller
 * asks the frame itself.
 */
/// Hash of an id to the frames that have it.
final class IdTable {

    private static final int FREE = 0;

    private volatile Slots slots = new Slots(1 << 10);
    private int count;

    /// The two halves of the table; never larger than three quarters full.
    private static final class Slots {
        final long[] hashes;
        final AtomicIntegerArray frames;
        final int mask;

        Slots(int capacity) {
            hashes = new long[capacity];
            frames = new AtomicIntegerArray(capacity);
            mask = capacity - 1;
        }

        void put(long hash, int framePlusOne) {
            int at = slot(hash);
            while (frames.getPlain(at) != FREE) {
                at = (at + 1) & mask;
            }
            hashes[at] = hash;
            frames.setRelease(at, framePlusOne);
        }

        int slot(long hash) {
            return (int) (hash ^ (hash >>> 32)) & mask;
        }
    }

    void add(long hash, int frame) {
        Slots table = slots;
        if (count * 4L >= table.hashes.length * 3L) {
            table = grown(table);
            slots = table;
        }
        table.put(hash, frame + 1);
        count++;
    }

    private static Slots grown(Slots from) {
        Slots to = new Slots(from.hashes.length * 2);
        for (int i = 0; i < from.hashes.length; i++) {
            int frame = from.frames.getPlain(i);
            if (frame != FREE) {
                to.put(from.hashes[i], frame);
            }
        }
        return to;
    }

    /// Offers the frames under `hash`, until one is accepted.
    ///
    /// @return whether one was
    boolean find(long hash, IntPredicate accept) {
        Slots table = slots;
        int at = table.slot(hash);
        for (int frame = table.frames.getAcquire(at); frame != FREE; ) {
            if (table.hashes[at] == hash && accept.test(frame - 1)) {
                return true;
            }
            at = (at + 1) & table.mask;
            frame = table.frames.getAcquire(at);
        }
        return false;
    }
}
