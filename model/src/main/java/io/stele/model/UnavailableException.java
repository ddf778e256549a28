package io.stele.model;

import org.jspecify.annotations.Nullable;

/// The store cannot do this at this time; nothing was written. Trying again may help.
public final class UnavailableException extends StoreException {

    private static final long serialVersionUID = 1L;

    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public UnavailableException(String message) {
        this(message, null);
    }
}
