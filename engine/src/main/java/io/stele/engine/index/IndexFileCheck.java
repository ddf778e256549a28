package io.stele.engine.index;

import io.stele.log.Disk;
import io.stele.log.ResidentPages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Checks an index file as it lies on disk. Changes nothing.
public final class IndexFileCheck {

    private static final long RESIDENT_BYTES_MAX = 16 << 20;

    private final Disk disk;

    public IndexFileCheck(Disk disk) {
        this.disk = disk;
    }

    /// Whether a file of this name is one that a crash left half written.
    public static boolean isUnfinished(String name) {
        return IndexFiles.UNFINISHED.contains(name);
    }

    /// What is wrong with `file`; empty when it is whole.
    public Optional<String> problem(Path file) {
        ResidentPages pages = new ResidentPages(RESIDENT_BYTES_MAX, disk);
        try (SealedIndex index = SealedIndex.open(disk, file, pages)) {
            index.checkAll();
            return Optional.empty();
        } catch (IOException | IndexDamagedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
