package io.stele.engine.maintenance;

import io.stele.engine.maintenance.BackupManifest.Part;
import io.stele.log.Disk;
import io.stele.log.LogCorruptException;
import io.stele.log.LogFiles.SegmentFile;
import io.stele.log.SegmentCopy;
import io.stele.log.SegmentHeader;
import io.stele.log.SegmentReader;
import io.stele.log.WholeFrame;
import io.stele.model.CorruptException;
import io.stele.model.UnavailableException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * 1. lock the backup's directory, and delete what an earlier run left half done;
 * 2. find out how far the log is durable;
 * 3. for each segment: keep the copy that is there, where it goes as far as the segment does and
 *    ends with the same frame; otherwise copy its frames, each checked, into a file of its own;
 * 4. write the manifest. Up to here the backup before counts, from here on this one;
 * 5. delete what is old.
 *
 * The same last frame (its checksum covers place, ids and time) means the same frames before it:
 * a log that was restored and then went another way does not end like this one.
 */
/// A copy of a log that can be restored. The store may be open and take appends meanwhile; nothing
/// of it is changed. Snapshots and read models are not copied, they can be made anew.
public final class Backup {

    private static final long PAUSE_MILLIS = 10;

    private final Path log;
    private final BackupDirectory target;
    private final BackupOptions options;
    private final Disk disk;
    private long copiedBytes;
    private int copiedSegments;
    private int segmentsTotal;

    private Backup(Path store, Path target, BackupOptions options) {
        this.log = store.resolve("log");
        this.disk = options.disk();
        this.target = new BackupDirectory(disk, target);
        this.options = options;
    }

    /// What became of a backup.
    ///
    /// @param copiedSegments how many were copied; the others were there
    /// @param unprovedEvents how many were there when the backup began and are not in it, because
    ///     nothing proves them to be durable: the last batch before a crash. Opening the store
    ///     once settles that.
    public record Result(
            BackupManifest manifest, int copiedSegments, long copiedBytes, long unprovedEvents) {}

    /// Brings the backup in `target` up to date, or begins one.
    ///
    /// @param store the directory of the store
    /// @throws IllegalArgumentException when there is no store, or `target` has a backup that this
    ///     log does not go on from; nothing has changed
    /// @throws CorruptException when the log or the backup is damaged; the backup is as before
    /// @throws UnavailableException when another backup goes on
    /// @throws IOException when files cannot be read or written; the backup is as before
    public static Result run(Path store, Path target, BackupOptions options) throws IOException {
        Backup backup = new Backup(store, target, options);
        try (AutoCloseable _ = backup.lock()) {
            return backup.run();
        } catch (LogCorruptException e) {
            throw new CorruptException(
                    "the backup stays as it was: " + e.getMessage(),
                    e.file().toString(),
                    e.offsetBytes(),
                    e);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the backup cannot be unlocked: " + e.getMessage(), e);
        }
    }

    private AutoCloseable lock() throws IOException {
        DurableExtent.measure(disk, log); // before a directory is made for nothing
        return target.lock();
    }

    private Result run() throws IOException {
        Optional<BackupManifest> before = target.newest();
        target.clean(before);
        DurableExtent now = DurableExtent.measure(disk, log);
        long wanted = now.wholeEnd();
        now = proved(now, before);
        List<Part> parts = parts(now, before);
        UUID logId = logId(now);
        BackupManifest manifest =
                new BackupManifest(
                        before.map(BackupManifest::number).orElse(0L) + 1,
                        logId,
                        options.clock().instant(),
                        now.provedEnd(),
                        parts);
        target.publish(manifest);
        target.clean(Optional.of(manifest));
        return new Result(
                manifest, copiedSegments, copiedBytes, Math.max(wanted - now.provedEnd(), 0));
    }

    /// Waits until all that is there at this moment is proved to be durable, though not for ever.
    private DurableExtent proved(DurableExtent begin, Optional<BackupManifest> before)
            throws IOException {
        if (options.durableEnd().isPresent()) {
            long end = options.durableEnd().getAsLong();
            return withBackupAsProof(
                    new DurableExtent(begin.segments(), end, begin.wholeEnd()), before);
        }
        long deadline = System.nanoTime() + options.proofWait().toNanos();
        DurableExtent now = begin;
        while (now.provedEnd() < begin.wholeEnd() && System.nanoTime() < deadline) {
            pause();
            now = DurableExtent.measure(disk, log);
        }
        return withBackupAsProof(now, before);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("the backup was interrupted; the one before counts", e);
        }
    }

    /// What a backup has was durable then, whatever proved it; a segment that did so may be gone
    /// after a power cut.
    private DurableExtent withBackupAsProof(DurableExtent now, Optional<BackupManifest> before) {
        long backedUp = before.map(BackupManifest::endPosition).orElse(0L);
        if (backedUp > now.wholeEnd()) {
            throw otherHistory(
                    "it goes up to position %d, but the log only up to %d"
                            .formatted(backedUp, now.wholeEnd()));
        }
        return new DurableExtent(
                now.segments(), Math.max(now.provedEnd(), backedUp), now.wholeEnd());
    }

    private IllegalArgumentException otherHistory(String why) {
        return new IllegalArgumentException(
                "the backup in %s is of another log, or the log was restored and went another way: %s. It stays as it was; back up into another directory"
                        .formatted(target.path(), why));
    }

    private UUID logId(DurableExtent now) throws IOException {
        try (SegmentReader last = open(now.segments().getLast())) {
            return last.header().logId();
        }
    }

    private List<Part> parts(DurableExtent now, Optional<BackupManifest> before)
            throws IOException {
        List<SegmentFile> files =
                now.segments().stream()
                        .filter(file -> file.firstPosition() <= now.provedEnd())
                        .toList();
        List<Long> ends = new ArrayList<>();
        files.stream().skip(1).map(SegmentFile::firstPosition).forEach(ends::add);
        ends.add(now.provedEnd());
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            if (kept(files.get(i), ends.get(i), before).isEmpty()) {
                segmentsTotal++;
            }
        }
        for (int i = 0; i < files.size(); i++) {
            parts.add(copyOrKeep(files.get(i), ends.get(i), before));
        }
        return parts;
    }

    private static Optional<Part> kept(
            SegmentFile file, long end, Optional<BackupManifest> before) {
        return partOf(before, file).filter(part -> part.endPosition() == end);
    }

    private Part copyOrKeep(SegmentFile file, long end, Optional<BackupManifest> before)
            throws IOException {
        try (SegmentReader reader = open(file)) {
            UUID logId = reader.header().logId();
            if (before.isPresent() && !before.get().logId().equals(logId)) {
                throw otherHistory(
                        "it is of log %s, not of %s".formatted(before.get().logId(), logId));
            }
            Optional<Part> there = partOf(before, file);
            if (there.isPresent()) {
                checkGoesOn(there.get(), reader);
            }
            Optional<Part> kept = kept(file, end, before);
            return kept.isPresent() ? kept.get() : copy(reader, end);
        }
    }

    private static Optional<Part> partOf(Optional<BackupManifest> before, SegmentFile file) {
        return before.stream()
                .flatMap(manifest -> manifest.segments().stream())
                .filter(part -> part.firstPosition() == file.firstPosition())
                .findFirst();
    }

    private SegmentReader open(SegmentFile file) throws IOException {
        SegmentReader reader = SegmentReader.open(disk, file.path(), null);
        if (reader.header().firstPosition() != file.firstPosition()) {
            reader.close();
            throw new LogCorruptException(
                    "the segment says that it begins at position "
                            + reader.header().firstPosition(),
                    file.path(),
                    0);
        }
        return reader;
    }

    /// Whether the segment is the one that was copied, though it may have grown.
    private void checkGoesOn(Part there, SegmentReader segment) throws IOException {
        Path file = target.copy(there.file());
        try (SegmentReader copy = SegmentReader.open(disk, file, null)) {
            if (copy.sizeBytes() != there.sizeBytes()) {
                throw damagedBackup(file, "it has %d bytes".formatted(copy.sizeBytes()));
            }
            if (there.lastFrameOffset() == 0) {
                return;
            }
            WholeFrame copied = copy.frameAt(there.lastFrameOffset());
            if (copied == null) {
                throw damagedBackup(file, "its last frame cannot be read");
            }
            if (!same(copied, segment.frameAt(there.lastFrameOffset()))) {
                throw otherHistory(
                        "another frame stands at offset %d of %s"
                                .formatted(there.lastFrameOffset(), segment.path()));
            }
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw damagedBackup(file, "it is not there");
        }
    }

    private static boolean same(WholeFrame copied, @Nullable WholeFrame source) {
        return source != null
                && source.crc() == copied.crc()
                && source.basePosition() == copied.basePosition()
                && source.endOffsetBytes() == copied.endOffsetBytes();
    }

    private static LogCorruptException damagedBackup(Path file, String what) {
        return new LogCorruptException(
                "a file of the backup is damaged: " + what + "; back up into another directory",
                file,
                0);
    }

    private Part copy(SegmentReader reader, long end) throws IOException {
        SegmentHeader header = reader.header();
        Path partial = target.partial(header.firstPosition());
        long lastFrame = 0;
        long sizeBytes;
        String sha256;
        try (SegmentCopy copy = SegmentCopy.begin(disk, partial, header)) {
            long position = header.firstPosition();
            while (position < end) {
                WholeFrame frame = frameAt(reader, copy.endOffsetBytes(), position, end);
                copy.add(frame);
                lastFrame = frame.offsetBytes();
                position = frame.endPosition();
                options.progress()
                        .at(
                                copiedBytes + copy.endOffsetBytes(),
                                segmentsTotal * header.sizeBytes());
            }
            sizeBytes = copy.endOffsetBytes();
            sha256 = copy.finish();
        }
        String name = Part.fileName(header.firstPosition(), sizeBytes);
        target.keep(partial, name);
        copiedBytes += sizeBytes;
        copiedSegments++;
        return new Part(
                name,
                header.firstPosition(),
                end,
                sizeBytes,
                lastFrame,
                header.sizeBytes(),
                sha256);
    }

    private static WholeFrame frameAt(SegmentReader reader, long offset, long position, long end)
            throws LogCorruptException {
        WholeFrame frame = reader.frameAt(offset);
        if (frame == null || frame.basePosition() != position || frame.endPosition() > end) {
            String what =
                    frame == null
                            ? "a frame is damaged" + DurableExtent.checksums(reader, offset)
                            : "the frame has positions %d to %d, expected were those from %d to %d at most"
                                    .formatted(
                                            frame.basePosition(),
                                            frame.endPosition() - 1,
                                            position,
                                            end - 1);
            throw new LogCorruptException(what, reader.path(), offset);
        }
        return frame;
    }
}
