package io.stele.proofs.tree;

/// The hashes of a tree's tiles, level by level.
public interface TileHashes {

    /// `count` hashes of `level` from the `first` on, one behind the other, 32 bytes each. The one
    /// at index `i` is the root over the leaves from `i * 256^level` to `(i + 1) * 256^level`.
    ///
    /// @throws RuntimeException when there are not so many
    byte[] read(int level, long first, int count);
}
