package io.stele.engine.index;

import io.stele.engine.index.SealedIndex.Covered;
import io.stele.log.Disk;
import io.stele.log.ResidentPages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/// The index files of a log, beside its segments: `<first position>-<end position>.index`.
final class IndexFiles {

    private static final System.Logger LOGGER = System.getLogger(IndexFiles.class.getName());
    private static final Pattern NAME = Pattern.compile("(\\d{19})-(\\d{19})\\.index");
    static final List<String> UNFINISHED = List.of("next.index", "merged.index");

    private final Path directory;
    private final Disk disk;
    private final UUID logId;
    private final Hashes hashes;
    private final ResidentPages pages;

    IndexFiles(Path directory, Disk disk, UUID logId, Hashes hashes, ResidentPages pages) {
        this.directory = directory;
        this.disk = disk;
        this.logId = logId;
        this.hashes = hashes;
        this.pages = pages;
    }

    /// Opens files that cover as much of the log as can be, next to or apart from one another, in
    /// order. Files that are not whole or not needed are left out, and left where they are.
    List<SealedIndex> open() throws IOException {
        List<SealedIndex> all = new ArrayList<>();
        for (String name : disk.list(directory)) {
            if (NAME.matcher(name).matches()) {
                open(name, all);
            }
        }
        all.sort(
                Comparator.comparingLong(SealedIndex::firstPosition)
                        .thenComparing(SealedIndex::endPosition, Comparator.reverseOrder()));
        List<SealedIndex> chosen = new ArrayList<>();
        long end = 0;
        for (SealedIndex index : all) {
            if (index.firstPosition() >= end) {
                chosen.add(index);
                end = index.endPosition();
            } else {
                index.close();
            }
        }
        return chosen;
    }

    private void open(String name, List<SealedIndex> to) {
        try {
            SealedIndex index = SealedIndex.open(disk, directory.resolve(name), pages);
            if (index.layout().logId().equals(logId)
                    && name.equals(name(index.firstPosition(), index.endPosition()))) {
                to.add(index);
            } else {
                index.close();
            }
        } catch (IOException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "{0}; it is made anew from the log",
                    e.getMessage());
        }
    }

    private static String name(long firstPosition, long endPosition) {
        return "%019d-%019d.index".formatted(firstPosition, endPosition);
    }

    /// Writes a file for `parts`, durably, and opens it. Nothing is left of it when that fails.
    ///
    /// @param cancelled asked now and then; when it says so, this throws
    SealedIndex write(
            List<? extends IndexPart> parts, List<Covered> segments, BooleanSupplier cancelled)
            throws IOException {
        Path unfinished = directory.resolve(UNFINISHED.get(parts.size() == 1 ? 0 : 1));
        if (cancelled.getAsBoolean()) {
            throw new IOException("the log is closed");
        }
        disk.delete(unfinished);
        try (Disk.DiskFile file = disk.open(unfinished)) {
            new SealedIndexWriter(logId, hashes, parts, segments).write(file, cancelled);
        } catch (IOException | RuntimeException | Error e) {
            deleteAfter(e, unfinished); // on a full disk the log needs the room
            throw e;
        }
        Path path =
                directory.resolve(
                        name(parts.getFirst().firstPosition(), parts.getLast().endPosition()));
        disk.delete(path); // a damaged one, which this one takes the place of
        disk.rename(unfinished, path);
        disk.syncDirectory(directory);
        return SealedIndex.open(disk, path, pages);
    }

    private void deleteAfter(Throwable failure, Path unfinished) {
        try {
            disk.delete(unfinished);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /// Whether there is room to merge `parts`, and for a segment of `segmentBytes` beside that.
    boolean hasRoomToMerge(List<SealedIndex> parts, long segmentBytes) throws IOException {
        long bytes = parts.stream().mapToLong(part -> part.layout().fileBytes()).sum();
        return disk.usableBytes(directory) > 2 * bytes + segmentBytes;
    }

    /// Deletes all index files but `used`. They can be made anew.
    void deleteAllBut(List<SealedIndex> used) throws IOException {
        for (String name : disk.list(directory)) {
            Path path = directory.resolve(name);
            boolean isUsed = used.stream().anyMatch(index -> index.path().equals(path));
            if (UNFINISHED.contains(name) || (NAME.matcher(name).matches() && !isUsed)) {
                disk.delete(path);
            }
        }
    }

    void delete(SealedIndex index) throws IOException {
        disk.delete(index.path());
    }
}
