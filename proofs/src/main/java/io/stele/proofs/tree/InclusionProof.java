package io.stele.proofs.tree;

import java.util.List;

/// Shows that a leaf is in a tree: RFC 6962, section 2.1.1.
///
/// @param index of the leaf, from 0
/// @param size of the tree, in leaves
/// @param hashes from the leaf's sibling up to the root's child; empty in a tree of one leaf
public record InclusionProof(long index, long size, List<Hash> hashes) {

    /// A tree has no more levels than that.
    public static final int HASHES_MAX = 63;

    public InclusionProof {
        hashes = List.copyOf(hashes);
        if (index < 0 || index >= size || hashes.size() > HASHES_MAX) {
            throw new IllegalArgumentException(
                    "no proof can have index %d, size %d and %d hashes"
                            .formatted(index, size, hashes.size()));
        }
    }

    /// Whether the leaf with this hash is in the tree that has this root: RFC 9162, section 2.1.3.2.
    /// The caller has the root from a checkpoint of the proof's size that it trusts.
    public boolean proves(Hash leaf, Hash root) {
        TreeHasher hasher = new TreeHasher();
        long place = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash sibling : hashes) {
            if (last == 0) {
                return false; // more hashes than levels
            }
            if ((place & 1) == 1 || place == last) {
                hash = hasher.node(sibling, hash);
                int alone = (place & 1) == 1 ? 0 : Long.numberOfTrailingZeros(place);
                place >>>= alone;
                last >>>= alone;
            } else {
                hash = hasher.node(hash, sibling);
            }
            place >>>= 1;
            last >>>= 1;
        }
        return last == 0 && hash.equals(root);
    }
}
