package io.stele.proofs.tree;

import java.util.ArrayList;
import java.util.List;

/*
 * The recursions are those of RFC 6962, section 2.1, over a range of leaves [from, to) instead of a
 * list. `from` is always a multiple of the largest power of two below the range's size, so the left
 * part of a range is a full subtree, and its root comes from one tile.
 */
/// A tree over the first `size` leaves of a log, from the hashes in its tiles. For one thread at a
/// time.
public final class MerkleTree {

    private final TileHashes tiles;
    private final long size;
    private final TreeHasher hasher = new TreeHasher();

    /// @param tiles have the hashes of `size` leaves, or of more
    public MerkleTree(TileHashes tiles, long size) {
        if (size < 0) {
            throw new IllegalArgumentException("size must be 0 or more: " + size);
        }
        this.tiles = tiles;
        this.size = size;
    }

    public long size() {
        return size;
    }

    public Hash root() {
        return size == 0 ? hasher.empty() : hash(0, size);
    }

    /// Proves that a leaf is in the tree: RFC 6962, section 2.1.1.
    ///
    /// @throws IllegalArgumentException when the tree has no such leaf
    public InclusionProof inclusion(long index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(
                    "a tree of %d leaves has none at %d".formatted(size, index));
        }
        List<Hash> hashes = new ArrayList<>();
        path(index, 0, size, hashes);
        return new InclusionProof(index, size, hashes);
    }

    private void path(long index, long from, long to, List<Hash> hashes) {
        if (to - from == 1) {
            return;
        }
        long middle = from + leftSize(to - from);
        if (index < middle) {
            path(index, from, middle, hashes);
            hashes.add(hash(middle, to));
        } else {
            path(index, middle, to, hashes);
            hashes.add(hash(from, middle));
        }
    }

    /// Proves that the tree goes on from the one over its first `oldSize` leaves: RFC 6962, section
    /// 2.1.2.
    ///
    /// @throws IllegalArgumentException when this tree is smaller
    public ConsistencyProof consistency(long oldSize) {
        if (oldSize < 0 || oldSize > size) {
            throw new IllegalArgumentException(
                    "a tree of %d leaves does not go on from one of %d".formatted(size, oldSize));
        }
        List<Hash> hashes = new ArrayList<>();
        if (oldSize > 0) {
            subproof(oldSize, 0, size, true, hashes);
        }
        return new ConsistencyProof(oldSize, size, hashes);
    }

    /// @param known whether the verifier has the root of `[from, oldSize)`, because it is the old tree
    private void subproof(long oldSize, long from, long to, boolean known, List<Hash> hashes) {
        if (oldSize == to) {
            if (!known) {
                hashes.add(hash(from, to));
            }
            return;
        }
        long middle = from + leftSize(to - from);
        if (oldSize <= middle) {
            subproof(oldSize, from, middle, known, hashes);
            hashes.add(hash(middle, to));
        } else {
            subproof(oldSize, middle, to, false, hashes);
            hashes.add(hash(from, middle));
        }
    }

    private Hash hash(long from, long to) {
        long count = to - from;
        if (Long.bitCount(count) == 1) {
            return full(Long.numberOfTrailingZeros(count), from / count);
        }
        long middle = from + leftSize(count);
        return hasher.node(hash(from, middle), hash(middle, to));
    }

    /// The root of the `index`th full subtree of `height`.
    private Hash full(int height, long index) {
        int level = Math.min(height / Tile.HEIGHT, Tile.LEVELS - 1);
        int count = 1 << (height - level * Tile.HEIGHT);
        return hasher.root(tiles.read(level, index * count, count), 0, count);
    }

    /// The largest power of two below `count`, which is 2 or more.
    static long leftSize(long count) {
        return Long.highestOneBit(count - 1);
    }
}
