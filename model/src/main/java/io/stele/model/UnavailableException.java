package io.stele.model;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The store cannot do this at this time; nothing was written. Trying again may help.
public final class UnavailableException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    private UnavailableException(
            String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    public UnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, null);
    }

    public UnavailableException(String message) {
        this(message, null, null);
    }

    /// The store is well, but has too much to do.
    ///
    /// @param retryAfter when to try again at the earliest
    public static UnavailableException overloaded(String message, Duration retryAfter) {
        Objects.requireNonNull(retryAfter, "retryAfter");
        return new UnavailableException(message, null, retryAfter);
    }

    /// When to try again at the earliest; empty when it is not for too much to do that the store
    /// cannot.
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
