package io.stele.model;

import org.jspecify.annotations.Nullable;

/// What is stored is damaged. Nothing was served from it, and nothing was deleted.
public final class CorruptException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offsetBytes;

    /// @param message says what is wrong, with both checksums where that is known
    /// @param file the damaged file
    /// @param offsetBytes where in it
    public CorruptException(
            String message, String file, long offsetBytes, @Nullable Throwable cause) {
        super(message + " (file " + file + ", offset " + offsetBytes + ")", cause);
        this.file = file;
        this.offsetBytes = offsetBytes;
    }

    public String file() {
        return file;
    }

    public long offsetBytes() {
        return offsetBytes;
    }
}
