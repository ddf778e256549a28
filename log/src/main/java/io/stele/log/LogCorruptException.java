package io.stele.log;

import java.io.IOException;
import java.nio.file.Path;

/// What is on disk is not what was written. Nothing was changed.
public final class LogCorruptException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Path file;
    private final long offsetBytes;

    public LogCorruptException(String message, Path file, long offsetBytes) {
        super(message);
        this.file = file;
        this.offsetBytes = offsetBytes;
    }

    /// A page of a map could not be had from the disk: a bad sector, or a file that was cut short.
    /// Java says so with an [InternalError], a moment after the access.
    public static LogCorruptException unreadable(Path file, long offsetBytes, InternalError e) {
        LogCorruptException corrupt =
                new LogCorruptException("the disk does not give the page", file, offsetBytes);
        corrupt.initCause(e);
        return corrupt;
    }

    public Path file() {
        return file;
    }

    public long offsetBytes() {
        return offsetBytes;
    }
}
