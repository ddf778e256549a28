package io.stele.engine.append;

import org.jspecify.annotations.Nullable;

/// Appends that are decided and may not be on disk, in the order of their positions. For the thread
/// that decides.
final class InFlight {

    private PendingAppend[] ring = new PendingAppend[1 << 10]; // a power of two
    private int first;
    private int count;

    void add(PendingAppend pending) {
        if (count == ring.length) {
            grow();
        }
        ring[slot(count)] = pending;
        count++;
    }

    private void grow() {
        PendingAppend[] grown = new PendingAppend[ring.length * 2];
        for (int i = 0; i < count; i++) {
            grown[i] = at(i);
        }
        ring = grown;
        first = 0;
    }

    private int slot(int index) {
        return (first + index) & (ring.length - 1);
    }

    private PendingAppend at(int index) {
        return ring[slot(index)];
    }

    /// Lets go of what begins below `end`, which is durable.
    @SuppressWarnings("NullAway") // an emptied slot is never read
    void dropBelow(long end) {
        while (count > 0 && at(0).basePosition() < end) {
            ring[first] = null;
            first = slot(1);
            count--;
        }
    }

    /// The append that begins at a position; null when it is durable or there is none.
    @Nullable PendingAppend find(long basePosition) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            PendingAppend pending = at(middle);
            if (pending.basePosition() == basePosition) {
                return pending;
            }
            if (pending.basePosition() < basePosition) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }
}
