package io.stele.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/*
 * Two batches: `add` puts frames together in one while `commit` writes and syncs the other. Every
 * frame carries how far the segment was synced when the frame was made (see SegmentScan for what
 * recovery makes of that); while a batch is on its way that is less than it will be, never more.
 * No batch is written before the one ahead of it is durable, so a crash tears one batch at most.
 *
 * States: open ──(a write, sync or roll fails)──► broken. A broken writer stays broken: after a
 * failed sync the system may have dropped the pages and will report success the next time, so
 * nothing short of reading the file again tells what is there. Opening the log anew does that.
 */
/// The one writer at the end of a log.
///
/// One thread at a time adds frames and seals batches, and one at a time commits what was sealed;
/// these may be two. Everything else here needs both at rest: [#commit()], [#mark], [#roll],
/// [#close].
public final class LogWriter implements AutoCloseable {

    private static final byte[] NO_PAYLOAD = {};

    private final Log log;
    private final SegmentPreparer preparer;
    private Segment segment;
    private Disk.DiskFile file;
    private FramePlace place;
    private LogBatch filling = new LogBatch();
    private volatile @Nullable LogBatch spare = new LogBatch();
    private volatile long syncedBytes;
    private long nextPosition;
    private boolean marked = true;
    private volatile @Nullable Exception broken;

    LogWriter(Log log, Segment segment, long endOffset, long endPosition) throws IOException {
        this.log = log;
        this.preparer = log.newPreparer();
        this.segment = segment;
        this.file = log.disk().open(segment.path());
        this.place = segment.place();
        this.filling.begin(endOffset);
        this.syncedBytes = endOffset;
        this.nextPosition = endPosition;
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
        return filling.endOffsetBytes() + FrameLayout.frameBytes(payloadBytes)
                <= segment.sizeBytes();
    }

    /// Whether the batch should be sealed before a frame with such a payload; never when the batch
    /// is empty.
    public boolean batchIsFullFor(int payloadBytes) {
        return filling.bytes() > 0
                && filling.bytes() + FrameLayout.frameBytes(payloadBytes) > LogBatch.KEPT_BYTES_MAX;
    }

    /// Puts a frame into the batch; not on disk until that is sealed and committed.
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
        long offset = filling.endOffsetBytes();
        FrameLayout.put(
                filling.room((int) FrameLayout.frameBytes(payloadBytes)),
                kind,
                eventCount,
                nextPosition,
                syncedBytes,
                payload,
                payloadBytes,
                place.seed(offset));
        return offset;
    }

    /// Ends the batch; frames added from here on go to the next one.
    ///
    /// @return to be committed before another is sealed
    /// @throws IllegalStateException when the last one was not
    public LogBatch seal() {
        LogBatch next = spare;
        if (next == null) {
            throw new IllegalStateException("the batch before was not committed");
        }
        LogBatch sealed = filling;
        sealed.end(nextPosition);
        next.begin(sealed.endOffsetBytes());
        filling = next;
        spare = null;
        return sealed;
    }

    /// Writes a batch and makes it durable. When it returns, all frames sealed so far are, and the
    /// batch is the writer's again.
    ///
    /// @throws IOException it is not known which of the batch's frames are on disk; the writer is
    ///     broken
    public void commit(LogBatch sealed) throws IOException {
        checkWhole();
        long end = sealed.endOffsetBytes();
        if (sealed.bytes() > 0) {
            try {
                file.write(sealed.toWrite(), sealed.offsetBytes());
                file.sync();
            } catch (IOException e) {
                throw breakDown(e);
            }
            syncedBytes = end;
        }
        spare = sealed;
        if (end * 2 > segment.sizeBytes()) {
            preparer.begin();
        }
    }

    /// Seals the batch and commits it. When it returns, all frames added so far are durable.
    ///
    /// @throws IOException it is not known which of the batch's frames are on disk; the writer is
    ///     broken
    public void commit() throws IOException {
        checkWhole();
        commit(seal());
    }

    /// Whether nothing is left to note by [#mark].
    public boolean isMarked() {
        return marked;
    }

    /// Notes on disk that all before is durable, unless that is noted already. For idle times: it
    /// costs a sync, and lets recovery tell damage from a torn tail.
    ///
    /// @throws IOException the writer is broken; all committed frames are durable all the same
    public void mark() throws IOException {
        checkWhole();
        if (marked || filling.bytes() > 0) {
            return;
        }
        if (hasRoom(0)) {
            put(FrameLayout.MARK, NO_PAYLOAD, 0, 0);
            commit();
        }
        marked = true; // where there is no room, only the next segment can prove it
    }

    /// Whether the next segment could not be made when it was tried last. [#prepare()] tries again.
    public boolean lacksSegment() {
        return preparer.failed();
    }

    /// Begins to make the next segment in the background, unless it is there or being made.
    public void prepare() {
        preparer.retry();
    }

    /// Goes on in a new segment; takes the place of this one where nothing is in it. Waits while
    /// that segment is being made for the first time; where that failed, tries again in the
    /// background and does not wait.
    ///
    /// @throws IOException when no segment can be made, for want of space above all. Nothing has
    ///     changed then, and a later call may succeed, unless [#isBroken()].
    public void roll() throws IOException {
        checkWhole();
        if (filling.bytes() != 0 || spare == null) {
            throw new IllegalStateException("roll needs an empty batch, and none under way");
        }
        var prepared = preparer.take();
        try {
            Disk.DiskFile old = file;
            segment =
                    nextPosition == segment.firstPosition()
                            ? log.replaceLastSegment(prepared, nextPosition)
                            : log.addSegment(prepared, nextPosition);
            file = log.disk().open(segment.path());
            place = segment.place();
            filling.begin(SegmentHeader.SIZE_BYTES);
            syncedBytes = SegmentHeader.SIZE_BYTES;
            marked = true;
            old.close();
        } catch (IOException e) {
            throw breakDown(e);
        }
    }

    /// Ends writing for good: something went wrong outside. What was added and not committed never
    /// gets to disk. For any thread.
    public void abandon(Exception cause) {
        if (broken == null) {
            broken = cause;
        }
    }

    /// Whether the writer can do no more; opening the log anew is the way on.
    public boolean isBroken() {
        return broken != null;
    }

    private void checkWhole() throws IOException {
        Exception cause = broken;
        if (cause != null) {
            throw new IOException(
                    "the log stopped writing after a failure and has to be opened again: "
                            + cause.getMessage(),
                    cause);
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
