package io.stele.engine.maintenance;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/*
 * Open addressing with linear probing over slots of 16 bytes outside the heap: the fingerprint, 0
 * for a free slot, and the revision. At most three quarters full, so 21 to 43 bytes a stream.
 */
/// Fingerprint of a stream to the revision that its next event must have. For one thread.
final class StreamTable implements AutoCloseable {

    private static final long SLOT_BYTES = 16;

    private Arena arena = Arena.ofConfined();
    private long capacity = 1 << 10;
    private MemorySegment slots = arena.allocate(capacity * SLOT_BYTES, SLOT_BYTES);
    private long count;

    /// 0 for a stream that is not there.
    long nextRevision(long fingerprint) {
        return slots.get(ValueLayout.JAVA_LONG, slot(fingerprint) + 8);
    }

    void put(long fingerprint, long nextRevision) {
        long slot = slot(fingerprint);
        if (slots.get(ValueLayout.JAVA_LONG, slot) == 0) {
            if (++count * 4 > capacity * 3) {
                grow();
                slot = slot(fingerprint);
            }
            slots.set(ValueLayout.JAVA_LONG, slot, key(fingerprint));
        }
        slots.set(ValueLayout.JAVA_LONG, slot + 8, nextRevision);
    }

    long count() {
        return count;
    }

    private static long key(long fingerprint) {
        return fingerprint == 0 ? 1 : fingerprint;
    }

    /// Where the fingerprint is, or belongs.
    private long slot(long fingerprint) {
        long key = key(fingerprint);
        long at = key & (capacity - 1);
        while (true) {
            long found = slots.get(ValueLayout.JAVA_LONG, at * SLOT_BYTES);
            if (found == key || found == 0) {
                return at * SLOT_BYTES;
            }
            at = (at + 1) & (capacity - 1);
        }
    }

    @SuppressWarnings("MustBeClosed") // closed when it is outgrown, or with the table
    private void grow() {
        MemorySegment old = slots;
        Arena oldArena = arena;
        arena = Arena.ofConfined();
        capacity *= 2;
        slots = arena.allocate(capacity * SLOT_BYTES, SLOT_BYTES);
        for (long at = 0; at < old.byteSize(); at += SLOT_BYTES) {
            long key = old.get(ValueLayout.JAVA_LONG, at);
            if (key != 0) {
                long slot = slot(key);
                slots.set(ValueLayout.JAVA_LONG, slot, key);
                slots.set(ValueLayout.JAVA_LONG, slot + 8, old.get(ValueLayout.JAVA_LONG, at + 8));
            }
        }
        oldArena.close();
    }

    @Override
    public void close() {
        arena.close();
    }
}
