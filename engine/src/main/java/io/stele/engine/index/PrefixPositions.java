package io.stele.engine.index;

import java.util.Arrays;
import java.util.Optional;

/// The positions of all streams whose name begins so, in one index file.
record PrefixPositions(@SuppressWarnings("ArrayRecordComponent") long[] sorted)
        implements PositionSet {

    /// As many positions as are gathered at most, and streams walked over.
    private static final int POSITIONS_MAX = 1 << 20;

    /// @param prefix as a stream's key
    /// @param otherwise how many positions there are to look at without this
    /// @return empty when that would not be worth it
    static Optional<PositionSet> of(byte[] prefix, SealedIndex part, long otherwise) {
        long max = Math.min(POSITIONS_MAX, otherwise / 4);
        LongList found = new LongList(64);
        IndexPart.KeyCursor keys = part.keys(prefix);
        while (keys.next() && startsWith(keys.key(), prefix)) {
            Postings postings = keys.postings();
            if (found.size() + (long) postings.size() > max) {
                return Optional.empty();
            }
            for (int i = 0; i < postings.size(); i++) {
                found.add(postings.get(i));
            }
        }
        long[] sorted = new long[found.size()];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = found.get(i);
        }
        Arrays.sort(sorted);
        return Optional.of(new PrefixPositions(sorted));
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length
                && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public long sizeMax() {
        return sorted.length;
    }

    @Override
    public long ceiling(long position) {
        int found = Arrays.binarySearch(sorted, position);
        int at = found >= 0 ? found : -found - 1;
        return at < sorted.length ? sorted[at] : NONE;
    }

    @Override
    public long floor(long position) {
        int found = Arrays.binarySearch(sorted, position);
        int at = found >= 0 ? found : -found - 2;
        return at >= 0 ? sorted[at] : NONE;
    }
}
