package io.stele.proofs.tree;

import java.util.ArrayList;
import java.util.List;

/// The root over leaves that come one after the other. Keeps a hash for each level of the tree, so it
/// goes through a log of any size, and writes nothing. For one thread at a time.
public final class RunningRoot {

    /// By height, the full subtrees on the right edge; those of heights that are no power of two of
    /// the size are left over from before.
    private final List<Hash> full = new ArrayList<>();

    private final TreeHasher hasher = new TreeHasher();
    private long size;

    /// Adds the leaf of `entry`.
    public void add(byte[] entry) {
        Hash hash = hasher.leaf(entry);
        int height = 0;
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
            hash = hasher.node(full.get(height), hash);
            height++;
        }
        if (height == full.size()) {
            full.add(hash);
        } else {
            full.set(height, hash);
        }
        size++;
    }

    /// How many leaves there are.
    public long size() {
        return size;
    }

    public Hash root() {
        if (size == 0) {
            return hasher.empty();
        }
        int lowest = Long.numberOfTrailingZeros(size);
        Hash root = full.get(lowest);
        for (int height = lowest + 1; height < full.size(); height++) {
            if ((size >>> height & 1) == 1) {
                root = hasher.node(full.get(height), root);
            }
        }
        return root;
    }
}
