package io.stele.engine.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * A key is a number, its ordinal; what belongs to it stands at that place in a few long arrays, and
 * its bytes one behind the other in one more. So a million keys are a handful of objects. A key is
 * put into the table last; who finds it there finds all the rest.
 */
/// Keys and their positions, in memory. One thread adds while any number look up.
final class KeyTable {

    private final long base;
    private final IdTable byHash = new IdTable();
    private final IntList ends = new IntList(64); // where each key's bytes end
    private final LongList firstRevisions = new LongList(64);
    private final IntList firsts = new IntList(64); // each key's first position, relative to base
    private volatile byte[] bytes = new byte[2048];
    private volatile @Nullable IntList[] more = new @Nullable IntList[64]; // its others

    KeyTable(long base) {
        this.base = base;
    }

    int size() {
        return byHash.size();
    }

    /// @param firstRevision of the event at `relative`, where the key is a stream
    void add(Key key, int relative, long firstRevision) {
        int ordinal = find(key);
        if (ordinal < 0) {
            addKey(key, relative, firstRevision);
            return;
        }
        IntList list = more[ordinal];
        if (list == null) {
            list = new IntList(3);
            list.add(relative);
            more[ordinal] = list; // seen by others at the next volatile write, before it is durable
        } else {
            list.add(relative);
        }
    }

    private void addKey(Key key, int relative, long firstRevision) {
        int ordinal = firsts.size();
        int start = start(ordinal);
        byte[] all = bytes;
        if (start + key.bytes().length > all.length) {
            all = Arrays.copyOf(all, Math.max(all.length * 3 / 2, start + key.bytes().length));
        }
        System.arraycopy(key.bytes(), 0, all, start, key.bytes().length);
        bytes = all;
        if (ordinal == more.length) {
            more = Arrays.copyOf(more, ordinal + (ordinal >> 1));
        }
        ends.add(start + key.bytes().length);
        firstRevisions.add(firstRevision);
        firsts.add(relative);
        byHash.add(key.hash(), ordinal);
    }

    private int start(int ordinal) {
        return ordinal == 0 ? 0 : ends.get(ordinal - 1);
    }

    /// The key's ordinal, or -1.
    int find(Key key) {
        return byHash.find(key.hash(), ordinal -> has(ordinal, key.bytes()));
    }

    private boolean has(int ordinal, byte[] key) {
        int end = ends.get(ordinal);
        return Arrays.equals(bytes, start(ordinal), end, key, 0, key.length);
    }

    byte[] key(int ordinal) {
        int end = ends.get(ordinal);
        return Arrays.copyOfRange(bytes, start(ordinal), end);
    }

    long firstRevision(int ordinal) {
        return firstRevisions.get(ordinal);
    }

    long lastRevision(int ordinal) {
        IntList others = more[ordinal];
        return firstRevisions.get(ordinal) + (others == null ? 0 : others.size());
    }

    MemoryPostings postings(int ordinal) {
        return new MemoryPostings(base, firsts.get(ordinal), more[ordinal]);
    }
}
