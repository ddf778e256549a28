package io.stele.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * Fills the next segment with zeros in the background.
 *
 * Written zeros, not fallocate: a write into blocks that were only reserved has to convert them
 * and costs a commit of the file system's metadata; measured, written zeros give twice the rate
 * and a half to a tenth of the p99 (docs/adr/2026-11-23-log-on-disk.md).
 */
/// Makes empty segment files ahead of need.
final class SegmentPreparer implements AutoCloseable {

    private static final int CHUNK_BYTES = 4 << 20;

    private final Environment environment;
    private final Path directory;
    private final int segmentBytes;
    private final ReentrantLock filling = new ReentrantLock();
    private boolean syncUnderWay; // guarded by filling; stays true when the sync fails
    private @Nullable CompletableFuture<Path> next;
    private volatile boolean closed;

    SegmentPreparer(Environment environment, Path directory, int segmentBytes) {
        this.environment = environment;
        this.directory = directory;
        this.segmentBytes = segmentBytes;
    }

    /// Begins to prepare a file, unless that was begun already.
    synchronized void begin() {
        if (next == null && !closed) {
            CompletableFuture<Path> filled = new CompletableFuture<>();
            next = filled;
            try {
                environment.background().execute(() -> complete(filled));
            } catch (RuntimeException | Error e) { // no thread to be had: #take says so
                filled.completeExceptionally(e);
            }
        }
    }

    private void complete(CompletableFuture<Path> filled) {
        try {
            filled.complete(fill());
        } catch (IOException | RuntimeException | Error e) { // else #take would wait for ever
            filled.completeExceptionally(e);
        }
    }

    /// A file full of zeros, waiting for it where need be. It is the caller's from here on.
    ///
    /// @throws IOException when it cannot be made, for want of space above all; the next call
    ///     tries again
    Path take() throws IOException {
        begin();
        CompletableFuture<Path> filled;
        synchronized (this) {
            filled = Objects.requireNonNull(next);
        }
        try {
            return filled.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("cannot prepare a segment: " + cause.getMessage(), cause);
        } finally {
            synchronized (this) {
                next = null;
            }
        }
    }

    /// Goes on with what a want of space left half done. After a failed sync it begins anew: what
    /// is there may never reach the disk, and the next sync would not say so.
    private Path fill() throws IOException {
        filling.lock();
        try {
            return fillAlone();
        } finally {
            filling.unlock();
        }
    }

    private Path fillAlone() throws IOException {
        Path file = directory.resolve(SegmentNames.PREPARED);
        checkOpen();
        if (syncUnderWay) {
            environment.disk().delete(file);
            syncUnderWay = false;
        }
        try (Disk.DiskFile writing = environment.disk().open(file)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(CHUNK_BYTES, segmentBytes));
            for (long offset = writing.size(); offset < segmentBytes; ) {
                checkOpen();
                int chunk = (int) Math.min(zeros.capacity(), segmentBytes - offset);
                writing.write(zeros.clear().limit(chunk), offset);
                syncUnderWay = true;
                writing.sync(); // in chunks, so that the log's own syncs never wait for long
                syncUnderWay = false;
                offset += chunk;
            }
        }
        return file;
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the log is closed");
        }
    }

    /// Ends what is under way. From here on nothing is written: whoever opens the log next makes a
    /// file of the same name, and late zeros would destroy the frames in it.
    @Override
    public synchronized void close() {
        closed = true;
        filling.lock(); // waits for the chunk that is being written
        try {
            next = null;
        } finally {
            filling.unlock();
        }
    }
}
