package io.stele.proofs.tree;

import java.util.List;

/// Shows that a tree has all leaves of an earlier one, in their places: RFC 6962, section 2.1.2.
///
/// @param oldSize of the earlier tree, in leaves
/// @param newSize of the later one
/// @param hashes empty when the earlier tree has no leaf, or when both are of one size
public record ConsistencyProof(long oldSize, long newSize, List<Hash> hashes) {

    /// As many as a witness takes: C2SP tlog-witness.
    public static final int HASHES_MAX = 63;

    public ConsistencyProof {
        hashes = List.copyOf(hashes);
        if (oldSize < 0 || newSize < oldSize || hashes.size() > HASHES_MAX) {
            throw new IllegalArgumentException(
                    "no proof can have sizes %d and %d and %d hashes"
                            .formatted(oldSize, newSize, hashes.size()));
        }
    }

    /// Whether the tree that has `newRoot` goes on from the one that has `oldRoot`: RFC 9162,
    /// section 2.1.4.2. The caller has both from checkpoints of these sizes that it trusts.
    public boolean proves(Hash oldRoot, Hash newRoot) {
        if (oldSize == newSize) {
            return hashes.isEmpty() && oldRoot.equals(newRoot);
        }
        if (oldSize == 0) {
            return hashes.isEmpty() && oldRoot.equals(new TreeHasher().empty());
        }
        return climb(oldRoot, newRoot);
    }

    private boolean climb(Hash oldRoot, Hash newRoot) {
        // The old tree's last full subtree stands at the beginning; it is the old root itself where
        // the old tree is full.
        int alone = Long.numberOfTrailingZeros(oldSize);
        long place = (oldSize - 1) >>> alone;
        long last = (newSize - 1) >>> alone;
        boolean full = Long.bitCount(oldSize) == 1;
        if (hashes.isEmpty()) {
            return false;
        }
        Hash first = full ? oldRoot : hashes.getFirst();
        TreeHasher hasher = new TreeHasher();
        Hash oldHash = first;
        Hash newHash = first;
        for (Hash sibling : full ? hashes : hashes.subList(1, hashes.size())) {
            if (last == 0) {
                return false; // more hashes than levels
            }
            if ((place & 1) == 1 || place == last) {
                oldHash = hasher.node(sibling, oldHash);
                newHash = hasher.node(sibling, newHash);
                int skipped = (place & 1) == 1 ? 0 : Long.numberOfTrailingZeros(place);
                place >>>= skipped;
                last >>>= skipped;
            } else {
                newHash = hasher.node(newHash, sibling);
            }
            place >>>= 1;
            last >>>= 1;
        }
        return last == 0 && oldHash.equals(oldRoot) && newHash.equals(newRoot);
    }
}
