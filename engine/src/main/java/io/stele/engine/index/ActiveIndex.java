package io.stele.engine.index;

import io.stele.engine.index.AppendKeys.PartKeys;
import io.stele.log.Segment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The index of one segment in memory: of the one that is written to, and of the one before until
/// its file is there. The writer adds what it has decided, durable or not; readers look only at what
/// lies below the durable end that they know.
final class ActiveIndex implements IndexPart {

    private final Segment segment;
    private final long first;
    private final IntList offsets = new IntList(256); // by position: where its frame stands
    private final KeyTable keys;
    private final IdTable ids = new IdTable();

    ActiveIndex(Segment segment) {
        this.segment = segment;
        this.first = segment.firstPosition();
        this.keys = new KeyTable(first);
    }

    Segment segment() {
        return segment;
    }

    void add(AppendKeys append, long offsetBytes, long[] firstRevisions) {
        int offset = Math.toIntExact(offsetBytes);
        int base = offsets.size();
        int relative = base;
        for (int i = 0; i < firstRevisions.length; i++) {
            PartKeys part = append.parts().get(i);
            for (int event = 0; event < part.names().length; event++) {
                offsets.add(offset);
                keys.add(part.stream(), relative, firstRevisions[i] + event);
                keys.add(part.category(), relative, 0);
                for (Key name : part.names()[event]) {
                    keys.add(name, relative, 0);
                }
                ids.add(part.eventHashes()[event], base);
                relative++;
            }
        }
        ids.add(append.appendHash(), base); // behind the places, which who finds it asks for
    }

    @Override
    public long firstPosition() {
        return first;
    }

    @Override
    public long endPosition() {
        return first + offsets.size();
    }

    @Override
    public long fileBytes() {
        return 0;
    }

    @Override
    public long offsetOf(long position) {
        return offsets.get((int) (position - first));
    }

    @Override
    public @Nullable Postings postings(Key key) {
        int ordinal = keys.find(key);
        return ordinal < 0 ? null : keys.postings(ordinal);
    }

    @Override
    public @Nullable StreamPostings stream(Key key) {
        int ordinal = keys.find(key);
        return ordinal < 0
                ? null
                : new StreamPostings(keys.firstRevision(ordinal), keys.postings(ordinal));
    }

    @Override
    public long lastRevision(Key stream) { // each append asks: nothing is made for the answer
        int ordinal = keys.find(stream);
        return ordinal < 0 ? -1 : keys.lastRevision(ordinal);
    }

    @Override
    public boolean findId(long hash, LongPredicate accept) {
        return ids.find(hash, relative -> accept.test(first + relative)) >= 0;
    }

    @Override
    public long idCount() {
        return ids.size();
    }

    @Override
    public long keyCount() {
        return keys.size();
    }

    @Override
    public IdCursor ids() {
        IdTable.Sorted sorted = ids.sorted();
        return new IdCursor() {
            private int at = -1;

            @Override
            public boolean next() {
                return ++at < sorted.hashes().length;
            }

            @Override
            public long hash() {
                return sorted.hashes()[at];
            }

            @Override
            public long position() {
                return first + sorted.values()[at];
            }
        };
    }

    @SuppressWarnings("ArrayRecordComponent") // for sorting only
    private record NamedOrdinal(byte[] key, int ordinal) {}

    @Override
    public KeyCursor keys(byte[] from) {
        List<NamedOrdinal> sorted =
                IntStream.range(0, keys.size())
                        .mapToObj(ordinal -> new NamedOrdinal(keys.key(ordinal), ordinal))
                        .filter(key -> Arrays.compareUnsigned(key.key(), from) >= 0)
                        .sorted(Comparator.comparing(NamedOrdinal::key, Arrays::compareUnsigned))
                        .toList();
        return new KeyCursor() {
            private int at = -1;

            @Override
            public boolean next() {
                return ++at < sorted.size();
            }

            @Override
            public byte[] key() {
                return sorted.get(at).key();
            }

            @Override
            public long firstRevision() {
                return keys.firstRevision(sorted.get(at).ordinal());
            }

            @Override
            public Postings postings() {
                return keys.postings(sorted.get(at).ordinal());
            }
        };
    }
}
