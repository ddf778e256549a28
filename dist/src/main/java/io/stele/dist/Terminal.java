package io.stele.dist;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// Where a command reads and writes. All text is UTF-8.
///
/// @param in the standard input
/// @param out for results; buffered, so flush it where somebody waits for a line
/// @param err for progress and errors
/// @param interactive whether `err` is a screen, so that a line can be written over
public record Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {

    private static final int OUT_BUFFER_BYTES = 1 << 16;
    private static final int ERR_BUFFER_BYTES = 1 << 10;

    static Terminal ofProcess() {
        return new Terminal(
                System.in,
                stream(FileDescriptor.out, OUT_BUFFER_BYTES),
                stream(FileDescriptor.err, ERR_BUFFER_BYTES),
                Boolean.getBoolean("stele.terminal"));
    }

    private static PrintStream stream(FileDescriptor descriptor, int bufferBytes) {
        BufferedOutputStream buffered =
                new BufferedOutputStream(new FileOutputStream(descriptor), bufferBytes);
        return new PrintStream(buffered, false, StandardCharsets.UTF_8);
    }

    /// One line of error or progress, at once.
    public void say(String line) {
        err.println(line);
        err.flush();
    }

    /// One line of result.
    public void print(String line) {
        out.println(line);
    }

    public void flush() {
        out.flush();
        err.flush();
    }

    /// Flushes, and tells whether nobody reads the results any more (`stele read | head`).
    public boolean outIsGone() {
        return out.checkError();
    }

    PrintWriter outWriter() {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    }

    PrintWriter errWriter() {
        return new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
    }
}
