package io.stele.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * Fills the next segment with zeros in the background.
 *
 * Written zeros, not fallocate: a write into blocks that were only reserved has to convert them
 * and costs a commit of the file system's metadata; measured, written zeros give twice the rate
 * and a half to a tenth of the p99 (docs/adr/2026-11-23-log-on-disk.md).
 *
 * States: nothing ──begin──► filling ──► ready ──take──► nothing
 *                               └──(no space)──► failed ──retry──► filling
 *
 * Whoever needs a segment waits for the first try, which is as quick as the disk, and not for the
 * tries after a failure: on a full disk every one of them is expected to fail. What the failed try
 * has filled is kept, so that on a full disk a try costs one write; but not after a failed sync:
 * what is there then may never reach the disk, and the next sync would not say so.
 */
/// Makes empty segment files ahead of need.
final class SegmentPreparer implements AutoCloseable {

    private static final int CHUNK_BYTES = 4 << 20;

    private final Environment environment;
    private final Path directory;
    private final int segmentBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition tried = lock.newCondition();
    private final ReentrantLock filling = new ReentrantLock();
    private long filledBytes;
    private boolean syncUnderWay; // stays true when the sync fails
    private boolean underWay;
    private @Nullable Path ready;
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    SegmentPreparer(Environment environment, Path directory, int segmentBytes) {
        this.environment = environment;
        this.directory = directory;
        this.segmentBytes = segmentBytes;
    }

    /// Begins to prepare a file, unless that was begun before, with whatever outcome.
    void begin() {
        if (failure == null) {
            retry();
        }
    }

    /// Begins to prepare a file, unless one is ready or under way.
    void retry() {
        lock.lock();
        try {
            if (ready == null && !underWay && !closed) {
                underWay = true;
                environment.background().execute(this::fill);
            }
        } catch (RuntimeException | Error e) { // no thread to be had: #take says so
            done(null, e);
        } finally {
            lock.unlock();
        }
    }

    /// Whether the last try failed, and none has succeeded since.
    boolean failed() {
        return failure != null;
    }

    private void fill() {
        try {
            done(fillAlone(), null);
        } catch (IOException | RuntimeException | Error e) { // else #take would wait for ever
            done(null, e);
        }
    }

    private void done(@Nullable Path file, @Nullable Throwable cause) {
        lock.lock();
        try {
            underWay = false;
            ready = file;
            failure = cause;
            tried.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// A file full of zeros. It is the caller's from here on.
    ///
    /// @throws IOException when it cannot be made, for want of space above all; the next call
    ///     tries again
    Path take() throws IOException {
        lock.lock();
        try {
            retry();
            while (underWay && failure == null) {
                tried.awaitUninterruptibly();
            }
            Path file = ready;
            if (file == null) {
                throw cannotPrepare(failure);
            }
            ready = null;
            filledBytes = 0;
            return file;
        } finally {
            lock.unlock();
        }
    }

    private static IOException cannotPrepare(@Nullable Throwable cause) {
        String reason = cause == null ? "the log is closed" : cause.getMessage();
        return new IOException("cannot prepare a segment: " + reason, cause);
    }

    private Path fillAlone() throws IOException {
        filling.lock();
        try {
            Path file = directory.resolve(SegmentNames.PREPARED);
            checkOpen();
            if (syncUnderWay) {
                environment.disk().delete(file);
                syncUnderWay = false;
                filledBytes = 0;
            }
            checkSpace();
            try (Disk.DiskFile writing = environment.disk().open(file)) {
                ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(CHUNK_BYTES, segmentBytes));
                while (filledBytes < segmentBytes) {
                    checkOpen();
                    int chunk = (int) Math.min(zeros.capacity(), segmentBytes - filledBytes);
                    writing.write(zeros.clear().limit(chunk), filledBytes);
                    syncUnderWay = true;
                    writing.sync(); // in chunks, so that the log's own syncs never wait for long
                    syncUnderWay = false;
                    filledBytes += chunk;
                }
            }
            return file;
        } finally {
            filling.unlock();
        }
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the log is closed");
        }
    }

    /// Asked before anything is written, so that a segment that cannot be made leaves what space
    /// there is to others.
    private void checkSpace() throws IOException {
        long usable = environment.disk().usableBytes(directory);
        if (usable < segmentBytes - filledBytes) {
            throw new IOException(
                    "No space left in %s: a segment takes %,d bytes, and %,d are free"
                            .formatted(directory, segmentBytes - filledBytes, usable));
        }
    }

    /// Ends what is under way. From here on nothing is written: whoever opens the log next makes a
    /// file of the same name, and late zeros would destroy the frames in it.
    @Override
    public void close() {
        closed = true;
        filling.lock(); // waits for the chunk that is being written
        try {
            filledBytes = 0;
        } finally {
            filling.unlock();
        }
    }
}
