package io.stele.proofs.tree;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A tree in memory, with its entries beside it.
final class GrownTree {

    final List<byte[]> entries = new ArrayList<>();
    private final List<ByteArrayOutputStream> levels = new ArrayList<>();
    private TreeGrowth growth;

    GrownTree() {
        for (int level = 0; level < Tile.LEVELS; level++) {
            levels.add(new ByteArrayOutputStream());
        }
        growth = growth(0);
    }

    private TreeGrowth growth(long size) {
        return new TreeGrowth(
                this::read,
                size,
                (level, hash) -> levels.get(level).writeBytes(hash.toByteArray()));
    }

    void add(byte[] entry) {
        entries.add(entry);
        growth.add(entry);
    }

    /// Goes on from what is kept, as after a restart.
    void reopen() {
        growth = growth(entries.size());
    }

    MerkleTree of(long size) {
        return new MerkleTree(this::read, size);
    }

    byte[] read(int level, long first, int count) {
        byte[] all = levels.get(level).toByteArray();
        int from = (int) first * Hash.SIZE_BYTES;
        int to = from + count * Hash.SIZE_BYTES;
        if (to > all.length) {
            throw new IllegalStateException(
                    "level %d has no %d hashes from %d on".formatted(level, count, first));
        }
        return Arrays.copyOfRange(all, from, to);
    }
}
