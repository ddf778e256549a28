package io.stele.model;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The append may or may not have been written. Send it again with the same append id to learn it.
public final class OutcomeUnknownException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final UUID appendId;

    public OutcomeUnknownException(UUID appendId, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.appendId = appendId;
    }

    public UUID appendId() {
        return appendId;
    }
}
