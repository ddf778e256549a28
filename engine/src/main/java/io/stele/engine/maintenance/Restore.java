package io.stele.engine.maintenance;

import io.stele.engine.maintenance.BackupManifest.Part;
import io.stele.log.Disk;
import io.stele.log.LogCorruptException;
import io.stele.log.LogFiles;
import io.stele.log.SegmentCopy;
import io.stele.log.SegmentReader;
import io.stele.log.WholeFrame;
import io.stele.model.CorruptException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/// Makes a store from a backup.
///
/// The log is put together under another name and gets its own when all of it is durable, so a
/// restore that was broken off leaves no store.
public final class Restore {

    private final Disk disk;
    private final MaintenanceProgress progress;

    public Restore(Disk disk, MaintenanceProgress progress) {
        this.disk = disk;
        this.progress = progress;
    }

    /// What was restored.
    ///
    /// @param endPosition the first position that the store does not have
    public record Result(BackupManifest manifest, int segments, long bytes, long endPosition) {}

    /// Every file is compared with the manifest, and every frame's checksum checked, on the way.
    ///
    /// @param target where the store is to be; not there, or empty
    /// @param until the last position to restore; all of them when it is empty
    /// @throws IllegalArgumentException when there is no backup, `target` has something in it, or
    ///     `until` is not the last position of an append; nothing was written then
    /// @throws CorruptException when the backup is damaged; there is no store in `target` then
    /// @throws IOException when files cannot be read or written; there is no store then either
    public Result run(Path backup, Path target, OptionalLong until) throws IOException {
        BackupManifest manifest = new BackupDirectory(disk, backup).existing();
        long end = until.isPresent() ? until.getAsLong() + 1 : manifest.endPosition();
        if (end > manifest.endPosition() || (until.isPresent() && end < 1)) {
            throw new IllegalArgumentException(
                    "position %d is not in the backup, which has positions 0 to %d"
                            .formatted(until.orElse(-1), manifest.endPosition() - 1));
        }
        if (!disk.list(target).isEmpty()) {
            throw new IllegalArgumentException(
                    "%s has files in it; a backup is restored into a directory of its own"
                            .formatted(target));
        }
        try {
            if (until.isPresent()) {
                checkBoundary(backup, manifest, end);
            }
            return restore(backup, manifest, target, end);
        } catch (LogCorruptException e) {
            throw new CorruptException(
                    "the backup is damaged: " + e.getMessage(),
                    e.file().toString(),
                    e.offsetBytes(),
                    e);
        }
    }

    /// An append is restored whole or not at all.
    private void checkBoundary(Path backup, BackupManifest manifest, long end) throws IOException {
        for (Part part : manifest.segments()) {
            if (part.firstPosition() < end && end < part.endPosition()) {
                try (SegmentReader reader = open(backup, part)) {
                    long offset = SegmentReader.firstOffset();
                    long position = part.firstPosition();
                    while (position < end) {
                        WholeFrame frame = frame(reader, offset, position);
                        if (frame.endPosition() > end) {
                            throw new IllegalArgumentException(
                                    "position %d is within the append of positions %d to %d, which is restored whole or not at all; give %d or %d"
                                            .formatted(
                                                    end - 1,
                                                    position,
                                                    frame.endPosition() - 1,
                                                    position - 1,
                                                    frame.endPosition() - 1));
                        }
                        offset = frame.endOffsetBytes();
                        position = frame.endPosition();
                    }
                }
            }
        }
    }

    private Result restore(Path backup, BackupManifest manifest, Path target, long end)
            throws IOException {
        Path making = target.resolve("log.restoring");
        disk.createDirectories(making);
        long bytes = 0;
        int segments = 0;
        for (Part part : manifest.segments()) {
            if (part.firstPosition() < end || segments == 0) {
                boolean last = part.endPosition() >= end;
                copy(backup, part, making, Math.min(end, part.endPosition()), last);
                bytes += part.sizeBytes();
                segments++;
                progress.at(bytes, manifest.sizeBytes());
            }
        }
        disk.syncDirectory(making);
        disk.rename(making, target.resolve("log"));
        disk.syncDirectory(target);
        return new Result(manifest, segments, bytes, end);
    }

    private void copy(Path backup, Part part, Path making, long end, boolean last)
            throws IOException {
        Path file = LogFiles.segment(making, part.firstPosition());
        try (SegmentReader reader = open(backup, part);
                SegmentCopy copy = SegmentCopy.begin(disk, file, reader.header())) {
            String sha256 = BackupFiles.sha256(disk, reader.path());
            if (!sha256.equals(part.sha256())) {
                throw new LogCorruptException(
                        "SHA-256 %s in the manifest, %s computed".formatted(part.sha256(), sha256),
                        reader.path(),
                        0);
            }
            long position = part.firstPosition();
            while (position < end) {
                WholeFrame frame = frame(reader, copy.endOffsetBytes(), position);
                copy.add(frame);
                position = frame.endPosition();
            }
            if (last) {
                copy.mark(end); // it proves the last frames, as at the end of any log at rest
            }
            copy.fill();
            copy.finish();
        }
    }

    private SegmentReader open(Path backup, Part part) throws IOException {
        Path file = backup.resolve(part.file());
        try {
            return SegmentReader.open(disk, file, null);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new LogCorruptException("the file is not there", file, 0);
        }
    }

    private static WholeFrame frame(SegmentReader reader, long offset, long position)
            throws LogCorruptException {
        WholeFrame frame = reader.frameAt(offset);
        if (frame == null || frame.basePosition() != position) {
            throw new LogCorruptException(
                    "the frame of position %d is damaged%s"
                            .formatted(position, DurableExtent.checksums(reader, offset)),
                    reader.path(),
                    offset);
        }
        return frame;
    }
}
