package io.stele.publish;

import org.jspecify.annotations.Nullable;

/// A target does not take events at this time, or not as it is set up: to be tried again later, from
/// the checkpoint.
public final class TargetUnavailableException extends TargetException {

    public TargetUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public TargetUnavailableException(String message) {
        this(message, null);
    }
}
