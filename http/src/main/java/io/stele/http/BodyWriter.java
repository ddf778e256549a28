package io.stele.http;

import java.io.IOException;
import java.io.OutputStream;

/// Takes a streaming body. Buffers a little; blocks while the client is slow, so that memory stays
/// bounded. For one thread.
public abstract class BodyWriter extends OutputStream {

    /// Sends what is buffered.
    ///
    /// @throws IOException when the client is gone, or took nothing for too long
    @Override
    public abstract void flush() throws IOException;

    @Override
    public abstract void write(byte[] bytes, int offset, int length) throws IOException;

    /// Whether a body that would go on for ever should come to its end: the server is closing, or
    /// the client is gone.
    public abstract boolean shouldEnd();
}
