package io.stele.proofs.log;

import io.stele.proofs.tree.Hash;
import io.stele.proofs.tree.Tile;
import io.stele.proofs.tree.TileHashes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// The hashes of a tree in a file for each level, one behind the other: a tile is a part of a file.
/// docs/formats/proofs.md draws them. They can always be made anew from the log.
///
/// One thread adds; any number read what was flushed.
final class LevelFiles implements TileHashes, AutoCloseable {

    private final List<FileChannel> files = new ArrayList<>();
    private final List<ByteArrayOutputStream> added = new ArrayList<>();

    /// @param size leaves of the tree to go on from: what lies behind it is cut off
    LevelFiles(Path directory, long size) throws IOException {
        Files.createDirectories(directory);
        for (int level = 0; level < Tile.LEVELS; level++) {
            FileChannel file =
                    FileChannel.open(
                            directory.resolve("level-" + level),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            files.add(file);
            added.add(new ByteArrayOutputStream());
            file.truncate((size >>> (Tile.HEIGHT * level)) * Hash.SIZE_BYTES);
        }
    }

    void add(int level, Hash hash) {
        added.get(level).writeBytes(hash.toByteArray());
    }

    /// Shows what was added to readers.
    void flush() throws IOException {
        for (int level = 0; level < Tile.LEVELS; level++) {
            ByteArrayOutputStream bytes = added.get(level);
            if (bytes.size() == 0) {
                continue;
            }
            FileChannel file = files.get(level);
            ByteBuffer left = ByteBuffer.wrap(bytes.toByteArray());
            for (long end = file.size(); left.hasRemaining(); ) {
                end += file.write(left, end);
            }
            bytes.reset();
        }
    }

    /// Makes what was flushed survive a power loss.
    void sync() throws IOException {
        for (FileChannel file : files) {
            file.force(true);
        }
    }

    @Override
    public byte[] read(int level, long first, int count) {
        ByteBuffer hashes = ByteBuffer.allocate(count * Hash.SIZE_BYTES);
        try {
            long from = first * Hash.SIZE_BYTES;
            while (hashes.hasRemaining()) {
                if (files.get(level).read(hashes, from + hashes.position()) < 0) {
                    throw new IllegalStateException(
                            "level %d of the tree has no %d hashes from %d on"
                                    .formatted(level, count, first));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return hashes.array();
    }

    @Override
    public void close() throws IOException {
        for (FileChannel file : files) {
            file.close();
        }
    }
}
