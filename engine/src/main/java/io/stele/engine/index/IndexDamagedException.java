package io.stele.engine.index;

/// A block of an index file does not have its checksum. The file can be made anew from the log.
final class IndexDamagedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient SealedIndex index;

    IndexDamagedException(SealedIndex index, long offset) {
        super(index.path() + ": the block at offset " + offset + " is damaged");
        this.index = index;
    }

    SealedIndex index() {
        return index;
    }
}
