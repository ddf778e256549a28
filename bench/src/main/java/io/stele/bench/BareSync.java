package io.stele.bench;

import io.stele.model.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The least that one writer has to wait for: it writes the bytes itself, to a file that is filled
/// with zeros already, and syncs. No other thread has a part in it.
public final class BareSync implements Appender {

    private static final int FILE_BYTES = 16 << 20;

    private final FileChannel file;
    private final ByteBuffer frame;
    private long offsetBytes;

    public BareSync(Path path, Bytes data) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ZeroFilled.fill(file, FILE_BYTES);
        this.frame = ByteBuffer.allocateDirect(data.size());
        data.putInto(frame);
    }

    @Override
    public void append(int writer) {
        long at = offsetBytes + frame.capacity() > FILE_BYTES ? 0 : offsetBytes;
        offsetBytes = at + frame.capacity();
        frame.rewind();
        try {
            while (frame.hasRemaining()) {
                at += file.write(frame, at);
            }
            file.force(false);
        } catch (IOException e) {
            throw new IllegalStateException("the baseline could not be written", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new IllegalStateException("the baseline's file could not be closed", e);
        }
    }
}
