package io.stele.model;

/// The input cannot be taken as it is; nothing was written, and trying again changes nothing.
public final class RejectedException extends StoreException {

    private static final long serialVersionUID = 1L;

    /// Why.
    public enum Reason {
        /// A limit of the store is exceeded; the message names it.
        LIMIT_EXCEEDED,
        /// The append id names an earlier append with other content.
        APPEND_ID_REUSED,
        /// Some, but not all, of the events are in the stream already.
        EVENT_ID_REUSED,
        /// The caller has to say who they are, or what they say is not true.
        UNAUTHENTICATED,
        /// The caller may not do this.
        FORBIDDEN,
        /// Anything else that is wrong with the input.
        INVALID
    }

    private final Reason reason;

    public RejectedException(Reason reason, String message) {
        super(message, null);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
