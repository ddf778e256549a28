package io.stele.sdk.json;

import java.util.List;
import java.util.stream.Collectors;

/// A JSON text is not what was asked for. The message says it all in one line.
public final class InvalidJsonException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final boolean malformed;
    private final transient List<Mismatch> mismatches;

    /// @param malformed whether the text is no JSON at all
    InvalidJsonException(String message, boolean malformed, Throwable cause) {
        super(message, cause);
        this.malformed = malformed;
        this.mismatches = List.of();
    }

    InvalidJsonException(List<Mismatch> mismatches) {
        super(mismatches.stream().map(Mismatch::toString).collect(Collectors.joining("; ")));
        this.malformed = false;
        this.mismatches = List.copyOf(mismatches);
    }

    /// Whether the text is no JSON at all.
    public boolean isMalformed() {
        return malformed;
    }

    /// What is wrong and where; empty where that is not known in parts.
    public List<Mismatch> mismatches() {
        return mismatches;
    }
}
