package io.stele.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The files of a log that nobody needs to have open: for checks and backups.
public final class LogFiles {

    private LogFiles() {}

    /// What a name in the directory of a log stands for.
    public enum Kind {
        SEGMENT,

        /// Something that belongs to the segment whose position it begins with.
        BESIDE_SEGMENT,

        /// The lock, or the segment in the making.
        WORKING,

        /// Nothing that a log would have.
        STRAY
    }

    /// One segment, as its name tells.
    public record SegmentFile(Path path, long firstPosition) {}

    public static Kind kindOf(String name) {
        if (!SegmentNames.segments(List.of(name)).isEmpty()) {
            return Kind.SEGMENT;
        }
        if (name.equals(SegmentNames.LOCK) || name.equals(SegmentNames.PREPARED)) {
            return Kind.WORKING;
        }
        return name.matches("\\d{19}[.-].+") ? Kind.BESIDE_SEGMENT : Kind.STRAY;
    }

    /// The segments in `directory`, in the order of the log.
    public static List<SegmentFile> segments(Disk disk, Path directory) throws IOException {
        return SegmentNames.segments(disk.list(directory)).stream()
                .map(name ->
                        new SegmentFile(directory.resolve(name), SegmentNames.firstPosition(name)))
                .toList();
    }

    /// The file of the segment that begins at `firstPosition`.
    public static Path segment(Path directory, long firstPosition) {
        return SegmentNames.segment(directory, firstPosition);
    }

    /// Keeps every process from opening the log in `directory` until the answer is closed.
    ///
    /// @throws LogLockedException when somebody has it open
    public static AutoCloseable lock(Disk disk, Path directory) throws IOException {
        return disk.lock(directory.resolve(SegmentNames.LOCK));
    }
}
