package io.stele.model;

import org.jspecify.annotations.Nullable;

/// A store could not do what was asked. The kind says what to do:
///
/// | kind | written? | do |
/// |---|---|---|
/// | [RejectedException] | nothing | mend the input |
/// | [UnavailableException] | nothing | try again later |
/// | [OutcomeUnknownException] | perhaps | send the same append id again to learn it |
/// | [CorruptException] | nothing | stop; look at the file it names |
public abstract sealed class StoreException extends RuntimeException
        permits RejectedException, UnavailableException, OutcomeUnknownException, CorruptException {

    private static final long serialVersionUID = 1L;

    StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
