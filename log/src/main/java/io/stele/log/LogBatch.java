package io.stele.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Frames that are written with one write and made durable with one sync. A [LogWriter] has two of
/// them: one takes frames while the other is on its way to the disk.
public final class LogBatch {

    /// A batch may grow to this; one with a single frame that is larger gives its room back.
    static final int KEPT_BYTES_MAX = 1 << 20;

    private static final int FIRST_BYTES = 64 << 10;

    private ByteBuffer frames = newBuffer(FIRST_BYTES);
    private long offsetBytes;
    private long endPosition;

    LogBatch() {}

    private static ByteBuffer newBuffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Makes it an empty one that begins at an offset of the segment.
    void begin(long offset) {
        if (frames.capacity() > KEPT_BYTES_MAX) {
            frames = newBuffer(KEPT_BYTES_MAX);
        }
        frames.clear();
        offsetBytes = offset;
    }

    /// A buffer to put a frame of `frameBytes` into.
    ByteBuffer room(int frameBytes) {
        int needed = Math.addExact(frames.position(), frameBytes);
        if (needed > frames.capacity()) {
            int doubled = Math.min(frames.capacity() * 2, KEPT_BYTES_MAX);
            frames = newBuffer(Math.max(doubled, needed)).put(frames.flip());
        }
        return frames;
    }

    /// No frame follows.
    void end(long position) {
        endPosition = position;
    }

    /// What is to be written, once.
    ByteBuffer toWrite() {
        return frames.flip();
    }

    public int bytes() {
        return frames.position();
    }

    /// Where it begins in its segment.
    long offsetBytes() {
        return offsetBytes;
    }

    /// Where the next one begins. For a batch that takes frames, or was sealed and not written.
    long endOffsetBytes() {
        return offsetBytes + frames.position();
    }

    /// The first position behind it; set when it is sealed.
    public long endPosition() {
        return endPosition;
    }
}
