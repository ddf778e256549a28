package io.stele.sdk.json;

import java.util.List;
import java.util.stream.Collectors;

/// A JSON text is not what was asked for. The message says it all in one line.
public final class InvalidJsonException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<Mismatch> mismatches;

    InvalidJsonException(String message, Throwable cause) {
        super(message, cause);
        this.mismatches = List.of();
    }

    InvalidJsonException(List<Mismatch> mismatches) {
        super(mismatches.stream().map(Mismatch::toString).collect(Collectors.joining("; ")));
        this.mismatches = List.copyOf(mismatches);
    }

    /// What is wrong and where; empty when the text is no JSON at all.
    public List<Mismatch> mismatches() {
        return mismatches;
    }
}
