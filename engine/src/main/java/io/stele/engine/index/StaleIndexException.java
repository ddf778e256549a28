package io.stele.engine.index;

/// An index file was closed while it was being read: another one has taken its place, or the store
/// is closed.
final class StaleIndexException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StaleIndexException(Throwable cause) {
        super("the index file is closed", cause);
    }
}
