package io.stele.proofs.tree;

import java.util.ArrayList;
import java.util.List;

/*
 * Only what a full tile needs is hashed: 255 nodes for 256 leaves, when the tile is full. The nodes
 * on the right edge are hashed when somebody asks for a root.
 */
/// A tree that grows leaf by leaf, and hands out the hashes of each level as they come. For one
/// thread at a time.
public final class TreeGrowth {

    /// Takes the next hash of a level.
    public interface Sink {
        void add(int level, Hash hash);
    }

    private final Sink sink;
    private final TreeHasher hasher = new TreeHasher();
    private final List<byte[]> partial = new ArrayList<>();
    private long size;

    /// Goes on from the tree over the first `size` leaves.
    ///
    /// @param tiles of that tree
    /// @param sink gets what comes
    public TreeGrowth(TileHashes tiles, long size, Sink sink) {
        this.sink = sink;
        this.size = size;
        for (int level = 0; level < Tile.LEVELS; level++) {
            long hashes = size >>> (level * Tile.HEIGHT);
            int width = (int) (hashes % Tile.WIDTH);
            byte[] tile = new byte[Tile.WIDTH * Hash.SIZE_BYTES];
            if (width > 0) {
                byte[] there = tiles.read(level, hashes - width, width);
                System.arraycopy(there, 0, tile, 0, there.length);
            }
            partial.add(tile);
        }
    }

    public long size() {
        return size;
    }

    /// Adds the leaf of `entry`.
    public void add(byte[] entry) {
        Hash hash = hasher.leaf(entry);
        long hashes = size;
        size++;
        for (int level = 0; level < Tile.LEVELS; level++) {
            sink.add(level, hash);
            byte[] tile = partial.get(level);
            int place = (int) (hashes % Tile.WIDTH);
            hash.copyTo(tile, place * Hash.SIZE_BYTES);
            if (place < Tile.WIDTH - 1) {
                return;
            }
            hash = hasher.root(tile, 0, Tile.WIDTH);
            hashes >>>= Tile.HEIGHT;
        }
    }
}
