package io.stele.publish;

import org.jspecify.annotations.Nullable;

/// A target does not take events.
public abstract sealed class TargetException extends RuntimeException
        permits TargetUnavailableException, TargetFencedException {

    TargetException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
