package io.stele.engine.index;

import org.jspecify.annotations.Nullable;

/// A block of an index file does not have its checksum, or cannot be read. The file can be made anew from the log.
final class IndexDamagedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient SealedIndex index;

    /// @param cause why it cannot be read; null when it can
    IndexDamagedException(SealedIndex index, long offset, @Nullable Throwable cause) {
        super(index.path() + ": the block at offset " + offset + " is damaged", cause);
        this.index = index;
    }

    SealedIndex index() {
        return index;
    }
}
