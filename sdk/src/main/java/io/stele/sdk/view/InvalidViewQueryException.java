package io.stele.sdk.view;

/// A query that a view cannot answer as it is. The reason says what was wrong and what is known,
/// in words for whoever wrote the query.
public final class InvalidViewQueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    public InvalidViewQueryException(String reason) {
        super(reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
