package io.stele.publish;

import org.jspecify.annotations.Nullable;

/// Another publisher of the same name has taken over: this one must stop.
public final class TargetFencedException extends TargetException {

    public TargetFencedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
