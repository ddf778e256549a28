package io.stele.log;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/*
 * Opening is the way back from a crash:
 *
 * 1. lock the directory;
 * 2. walk the segments in order, but for those whose end is known from elsewhere (an index file);
 *    each must go on where the one before ended;
 * 3. where the last one ends in something unfinished, decide between a torn tail, which is cut, and
 *    damage, which is left as it is (SegmentScan);
 * 4. make sure that all that was found is on disk, and not in the page cache alone, and that nothing
 *    is behind it;
 * 5. with damage anywhere the log is read-only up to it.
 */
/// A directory of segments, locked for this process.
public final class Log implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(Log.class.getName());

    private final Path directory;
    private final LogOptions options;
    private final Environment environment;
    private final AutoCloseable lock;
    private final ResidentPages pages;
    private final List<Segment> segments = new CopyOnWriteArrayList<>();
    private @Nullable LogCorruptException damage;
    private @Nullable LogWriter writer;
    private UUID logId = new UUID(0, 0);

    /// Told of what is in the log while it is opened, in order.
    public interface Visitor {

        /// Where `segment` ends, when that is known without walking it; it is not walked then, and
        /// its frames are not told of. Not asked of the last segment, which is always walked.
        default Optional<SegmentEnd> knownEnd(Segment segment) {
            return Optional.empty();
        }

        /// The frames that follow are in this segment.
        void segment(Segment segment);

        void frame(Frame frame);
    }

    private Log(Path directory, LogOptions options, Environment environment, AutoCloseable lock) {
        this.directory = directory;
        this.options = options;
        this.environment = environment;
        this.lock = lock;
        this.pages = new ResidentPages(options.residentBytesMax(), environment.disk());
    }

    /// Opens the log in `directory`, and makes one where there is none.
    ///
    /// A torn tail (the rest of a batch that nobody was told of) is cut, with a line in the
    /// system's log. With damage, the log is open for reading up to it, has no [#writer()], and
    /// says why in [#damage()].
    ///
    /// @throws LogLockedException when it is open elsewhere
    /// @throws IOException when the files cannot be read or made
    public static Log open(
            Path directory, LogOptions options, Environment environment, Visitor visitor)
            throws IOException {
        environment.disk().createDirectories(directory);
        AutoCloseable lock = environment.disk().lock(directory.resolve(SegmentNames.LOCK));
        Log log = new Log(directory, options, environment, lock);
        try {
            log.recover(visitor);
            return log;
        } catch (IOException | RuntimeException e) {
            log.close();
            throw e;
        }
    }

    private void recover(Visitor visitor) throws IOException {
        // Never reused: after a crash between the two halves of a rename, on a file system without
        // a journal, it may be a second name of the last segment.
        disk().delete(directory.resolve(SegmentNames.PREPARED));
        List<String> names = SegmentNames.segments(disk().list(directory));
        if (names.isEmpty()) {
            logId = environment.ids().get();
            Segment first = addSegment(newPreparer().take(), 0);
            visitor.segment(first);
            writer = new LogWriter(this, first, SegmentHeader.SIZE_BYTES, 0);
            return;
        }
        SegmentScan.Result end = null;
        for (String name : names) {
            try {
                Segment segment = openSegment(name, end);
                segments.add(segment);
                end = walk(segment, name.equals(names.getLast()), visitor);
            } catch (LogCorruptException e) {
                damage = e;
                return;
            }
        }
        if (end != null) {
            openWriter(segments.getLast(), end);
        }
    }

    private static SegmentScan.Result walk(Segment segment, boolean isLast, Visitor visitor)
            throws LogCorruptException {
        Optional<SegmentEnd> known = isLast ? Optional.empty() : visitor.knownEnd(segment);
        visitor.segment(segment);
        return known.isPresent()
                ? new SegmentScan.Result(known.get().offsetBytes(), known.get().position(), 0)
                : SegmentScan.walk(segment, visitor::frame);
    }

    /// @param before where the segment before ended; null for the first one
    private Segment openSegment(String name, SegmentScan.@Nullable Result before)
            throws IOException {
        Segment segment = Segment.open(disk(), directory.resolve(name), pages);
        try {
            check(segment, name, before);
            return segment;
        } catch (LogCorruptException e) {
            segment.close();
            throw e;
        }
    }

    private void check(Segment segment, String name, SegmentScan.@Nullable Result before)
            throws LogCorruptException {
        SegmentHeader header = segment.header();
        if (header.firstPosition() != SegmentNames.firstPosition(name)) {
            throw new LogCorruptException(
                    "the segment says that it begins at position " + header.firstPosition(),
                    segment.path(),
                    0);
        }
        if (before == null) {
            logId = header.logId();
            if (header.firstPosition() != 0) {
                throw new LogCorruptException(
                        "the log begins at position " + header.firstPosition() + " instead of 0",
                        segment.path(),
                        0);
            }
        } else if (!header.logId().equals(logId)) {
            throw new LogCorruptException(
                    "the segment is of another log: " + header.logId() + " instead of " + logId,
                    segment.path(),
                    0);
        } else if (header.firstPosition() != before.endPosition()) {
            throw SegmentScan.endsEarly(segments.getLast(), before.endOffset());
        }
    }

    private void openWriter(Segment last, SegmentScan.Result end) throws IOException {
        try {
            Optional<LogCorruptException> damaged = SegmentScan.damageAt(last, end.endOffset());
            if (damaged.isPresent()) {
                damage = damaged.get();
                return;
            }
            settle(last, end);
        } catch (InternalError e) {
            damage = LogCorruptException.unreadable(last.path(), end.endOffset(), e);
            return;
        }
        writer = new LogWriter(this, last, end.endOffset(), end.endPosition());
    }

    /// Makes durable what was found, and that nothing is behind it, before it is shown to anybody.
    ///
    /// The process before may have died between writing and syncing, or its sync may have failed;
    /// after that the system takes the pages for clean, whatever is on disk. So what nothing proves
    /// to be durable is written again, not just synced, and so are the zeros behind it, as far as a
    /// torn batch can reach: a frame of it that stood there once may still do so on disk.
    private void settle(Segment segment, SegmentScan.Result end) throws IOException {
        long endOffset = end.endOffset();
        MemorySegment bytes = segment.bytes();
        long dirtyEnd = Zeros.begin(bytes, endOffset);
        if (dirtyEnd > endOffset) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "{0}: cut a torn tail of {1} bytes at offset {2}; it was never acknowledged",
                    segment.path(),
                    dirtyEnd - endOffset,
                    endOffset);
        }
        long from = Math.min(end.syncedBytes(), endOffset);
        byte[] unproven = bytes.asSlice(from, endOffset - from).toArray(ValueLayout.JAVA_BYTE);
        long zerosEnd = Math.min(endOffset + LogBatch.KEPT_BYTES_MAX, segment.sizeBytes());
        try (Disk.DiskFile file = disk().open(segment.path())) {
            file.write(ByteBuffer.wrap(unproven), from);
            Zeros.write(file, endOffset, Math.max(dirtyEnd, zerosEnd));
            file.sync();
        }
        disk().syncDirectory(directory);
    }

    /// Turns a prepared file into the last segment, durably.
    Segment addSegment(Path prepared, long firstPosition) throws IOException {
        writeHeader(prepared, firstPosition);
        Path path = SegmentNames.segment(directory, firstPosition);
        disk().rename(prepared, path);
        return openLast(path);
    }

    /// Puts a prepared file in the place of the last segment, which has no frame and is too small
    /// for the next one: it was made with a smaller `segmentBytes`.
    Segment replaceLastSegment(Path prepared, long firstPosition) throws IOException {
        writeHeader(prepared, firstPosition);
        Path path = SegmentNames.segment(directory, firstPosition);
        disk().replace(prepared, path);
        segments.removeLast().close();
        return openLast(path);
    }

    private void writeHeader(Path prepared, long firstPosition) throws IOException {
        SegmentHeader header = new SegmentHeader(logId, firstPosition, options.segmentBytes());
        try (Disk.DiskFile file = disk().open(prepared)) {
            file.write(header.encode(), 0);
            file.sync();
        }
    }

    private Segment openLast(Path path) throws IOException {
        disk().syncDirectory(directory);
        Segment segment = Segment.open(disk(), path, pages);
        segments.add(segment);
        return segment;
    }

    /// Names this log for as long as it lives; in every segment and every checksum.
    public UUID id() {
        return logId;
    }

    /// The segments in order; may be empty only when the first one is damaged.
    public List<Segment> segments() {
        return List.copyOf(segments);
    }

    /// The writer.
    ///
    /// @throws IllegalStateException when the log is damaged
    public LogWriter writer() {
        if (writer == null) {
            throw new IllegalStateException("a damaged log has no writer", damage);
        }
        return writer;
    }

    /// What is wrong; empty when nothing was found.
    public Optional<LogCorruptException> damage() {
        return Optional.ofNullable(damage);
    }

    SegmentPreparer newPreparer() {
        return new SegmentPreparer(environment, directory, options.segmentBytes());
    }

    Disk disk() {
        return environment.disk();
    }

    /// Commits what is left and lets go of the files. Reads through segments fail from here on.
    @Override
    public void close() throws IOException {
        List<AutoCloseable> parts = new ArrayList<>();
        if (writer != null) {
            parts.add(writer);
        }
        parts.addAll(segments);
        parts.add(lock);
        IOException failure = null;
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IOException("closing the log failed: " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
