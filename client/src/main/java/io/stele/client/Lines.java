package io.stele.client;

import io.stele.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The lines of a stream, each ended by a line feed.
final class Lines implements Closeable {

    private final InputStream in;
    private final byte[] buffer = new byte[16 << 10];
    private int at;
    private int size;

    Lines(InputStream in) {
        this.in = in;
    }

    /// The next line, without its end; empty at the end.
    ///
    /// @throws EOFException when the last line is not whole
    Optional<Bytes> next() throws IOException {
        ByteArrayOutputStream begun = new ByteArrayOutputStream(0);
        while (true) {
            for (int i = at; i < size; i++) {
                if (buffer[i] == '\n') {
                    begun.write(buffer, at, i - at);
                    at = i + 1;
                    return Optional.of(Bytes.wrap(begun.toByteArray()));
                }
            }
            begun.write(buffer, at, size - at);
            at = 0;
            size = Math.max(0, in.read(buffer));
            if (size == 0) {
                if (begun.size() > 0) {
                    throw new EOFException("the answer ends within a line");
                }
                return Optional.empty();
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
