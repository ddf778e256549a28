package io.stele.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/*
 * Batches: frames are put together in memory by `add`, and `commit` writes them with one write and
 * one sync. Every frame carries how far the segment was synced when its batch began (see
 * SegmentScan for what recovery makes of that).
 *
 * States: open ──(a write, sync or roll fails)──► broken. A broken writer stays broken: after a
 * failed sync the system may have dropped the pages and will report success the next time, so
 * nothing short of reading the file again tells what is there. Opening the log anew does that.
 */
/// The one writer at the end of a log. For one thread.
public final class LogWriter implements AutoCloseable {

    private static final int BATCH_BYTES = 256 << 10;

    private final Log log;
    private final SegmentPreparer preparer;
    private Segment segment;
    private Disk.DiskFile file;
    private FramePlace place;
    private ByteBuffer batch = newBatch(BATCH_BYTES);
    private long batchOffset;
    private long syncedBytes;
    private long nextPosition;
    private boolean marked = true;
    private @Nullable IOException broken;

    LogWriter(Log log, Segment segment, long endOffset, long endPosition) throws IOException {
        this.log = log;
        this.preparer = log.newPreparer();
        this.segment = segment;
        this.file = log.disk().open(segment.path());
        this.place = segment.place();
        this.batchOffset = endOffset;
        this.syncedBytes = endOffset;
        this.nextPosition = endPosition;
    }

    private static ByteBuffer newBatch(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The position that the next event gets.
    public long nextPosition() {
        return nextPosition;
    }

    /// The segment that frames go to.
    public Segment segment() {
        return segment;
    }

    /// Whether a frame with such a payload still fits into this segment.
    public boolean hasRoom(int payloadBytes) {
        return batchOffset + batch.position() + FrameLayout.frameBytes(payloadBytes)
                <= segment.sizeBytes();
    }

    /// Bytes in the batch.
    public int batchBytes() {
        return batch.position();
    }

    /// Puts a frame into the batch; not on disk until [#commit].
    ///
    /// @param payload its first `payloadBytes` are copied
    /// @param eventCount how many positions the frame takes, 1 or more
    /// @return the frame's offset in [#segment()]
    /// @throws IllegalStateException when there is no room; [#roll] first
    public long add(byte[] payload, int payloadBytes, int eventCount) {
        if (!hasRoom(payloadBytes) || eventCount < 1) {
            throw new IllegalStateException(
                    "no room for %d bytes of %d events".formatted(payloadBytes, eventCount));
        }
        long offset = put(FrameLayout.APPEND, payload, payloadBytes, eventCount);
        nextPosition += eventCount;
        marked = false;
        return offset;
    }

    private long put(int kind, byte[] payload, int payloadBytes, int eventCount) {
        int needed = (int) FrameLayout.frameBytes(payloadBytes);
        if (batch.remaining() < needed) {
            int grown = Math.max(batch.capacity() * 2, batch.position() + needed);
            batch = newBatch(grown).put(batch.flip());
        }
        long offset = batchOffset + batch.position();
        FrameLayout.put(
                batch,
                kind,
                eventCount,
                nextPosition,
                syncedBytes,
                payload,
                payloadBytes,
                place.seed(offset));
        return offset;
    }

    /// Writes the batch and makes it durable. When it returns, all frames added so far are.
    ///
    /// @throws IOException it is not known which of the batch's frames are on disk; the writer is
    ///     broken
    public void commit() throws IOException {
        checkWhole();
        if (batch.position() == 0) {
            return;
        }
        batch.flip();
        try {
            int bytes = batch.remaining();
            file.write(batch, batchOffset);
            file.sync();
            batchOffset += bytes;
            syncedBytes = batchOffset;
        } catch (IOException e) {
            throw breakDown(e);
        } finally {
            batch = batch.capacity() > 4 * BATCH_BYTES ? newBatch(BATCH_BYTES) : batch.clear();
        }
        if (batchOffset * 2 > segment.sizeBytes()) {
            preparer.begin();
        }
    }

    /// Notes on disk that all before is durable, unless that is noted already. For idle times: it
    /// costs a sync, and lets recovery tell damage from a torn tail.
    ///
    /// @throws IOException the writer is broken; all committed frames are durable all the same
    public void mark() throws IOException {
        checkWhole();
        if (!marked && batch.position() == 0 && hasRoom(0)) {
            put(FrameLayout.MARK, new byte[0], 0, 0);
            commit();
            marked = true;
        }
    }

    /// Goes on in a new segment.
    ///
    /// @throws IOException when no segment can be made, for want of space above all. Nothing has
    ///     changed then, and a later call may succeed, unless [#isBroken()].
    public void roll() throws IOException {
        checkWhole();
        if (batch.position() != 0) {
            throw new IllegalStateException("roll needs an empty batch");
        }
        var prepared = preparer.take();
        try {
            Segment next = log.addSegment(prepared, nextPosition);
            Disk.DiskFile old = file;
            file = log.disk().open(next.path());
            segment = next;
            place = next.place();
            batchOffset = SegmentHeader.SIZE_BYTES;
            syncedBytes = batchOffset;
            marked = true;
            old.close();
        } catch (IOException e) {
            throw breakDown(e);
        }
    }

    /// Whether the writer can do no more; opening the log anew is the way on.
    public boolean isBroken() {
        return broken != null;
    }

    private void checkWhole() throws IOException {
        if (broken != null) {
            throw new IOException(
                    "the log stopped writing after a failure and has to be opened again: "
                            + broken.getMessage(),
                    broken);
        }
    }

    private IOException breakDown(IOException cause) {
        broken = cause;
        return cause;
    }

    /// Commits what is left, unless the writer is broken, and closes the file.
    @Override
    public void close() throws IOException {
        preparer.close();
        try {
            if (broken == null) {
                commit();
                mark();
            }
        } finally {
            file.close();
        }
    }
}
