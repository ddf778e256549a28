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

    public Path file() {
        return file;
    }

    public long offsetBytes() {
        return offsetBytes;
    }
}
