package io.stele.dist;

import java.time.Duration;

/// Times as they are typed.
final class Seconds {

    private Seconds() {}

    /// @param seconds with a fraction
    static Duration of(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
