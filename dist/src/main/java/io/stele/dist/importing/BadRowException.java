package io.stele.dist.importing;

/// A row cannot become an event. The message says why, without the place.
final class BadRowException extends Exception {

    private static final long serialVersionUID = 1L;

    BadRowException(String message) {
        super(message);
    }
}
