package io.stele.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Writes a segment anew, frame by frame, into a file of its own: header, frames, and nothing
/// behind them. The same frames give the same bytes. For one thread.
public final class SegmentCopy implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 20;

    private final SegmentHeader header;
    private final Disk.DiskFile file;
    private final MessageDigest sha256 = newSha256();
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long written;

    private SegmentCopy(SegmentHeader header, Disk.DiskFile file) {
        this.header = header;
        this.file = file;
    }

    /// @param path must not exist
    /// @param header the segment's
    public static SegmentCopy begin(Disk disk, Path path, SegmentHeader header) throws IOException {
        SegmentCopy copy = new SegmentCopy(header, disk.open(path));
        copy.buffer.put(header.encode());
        return copy;
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Where the next frame goes.
    public long endOffsetBytes() {
        return written + buffer.position();
    }

    /// @param frame stands at [#endOffsetBytes()] in the segment it comes from
    public void add(WholeFrame frame) throws IOException {
        if (frame.offsetBytes() != endOffsetBytes()) {
            throw new IllegalStateException(
                    "the frame of offset %d cannot go to %d"
                            .formatted(frame.offsetBytes(), endOffsetBytes()));
        }
        makeRoom((int) FrameLayout.frameBytes(frame.payloadBytes()));
        buffer.put(frame.bytes());
        while (endOffsetBytes() < frame.endOffsetBytes()) {
            buffer.put((byte) 0);
        }
    }

    /// Notes, where there is room, that all before is durable. Call when it is going to be, before
    /// anybody can see the file.
    public void mark(long endPosition) throws IOException {
        long offset = endOffsetBytes();
        if (offset + FrameLayout.HEADER_BYTES <= header.sizeBytes()) {
            makeRoom(FrameLayout.HEADER_BYTES);
            FrameLayout.put(
                    buffer,
                    FrameLayout.MARK,
                    0,
                    endPosition,
                    offset,
                    new byte[0],
                    0,
                    new FramePlace(header).seed(offset));
        }
    }

    /// Fills the file with zeros up to the segment's size.
    public void fill() throws IOException {
        while (endOffsetBytes() < header.sizeBytes()) {
            makeRoom(1);
            long zeros = Math.min(buffer.remaining(), header.sizeBytes() - endOffsetBytes());
            buffer.put(new byte[(int) zeros]);
        }
    }

    private void makeRoom(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        int bytes = buffer.remaining();
        sha256.update(buffer.duplicate());
        file.write(buffer, written);
        written += bytes;
        buffer.clear();
    }

    /// Writes what is left and makes the file's bytes durable; its name is the caller's business.
    ///
    /// @return the SHA-256 of the file, hexadecimal
    public String finish() throws IOException {
        flush();
        file.sync();
        return HexFormat.of().formatHex(sha256.digest());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
