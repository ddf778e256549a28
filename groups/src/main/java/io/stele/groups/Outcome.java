package io.stele.groups;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// What a member says of an event it was given.
public sealed interface Outcome {

    /// It is done.
    record Ack() implements Outcome {}

    /// Not now. The later events of its stream wait; other streams go on.
    ///
    /// @param after when; empty: as the group's options say
    record Retry(String reason, Optional<Duration> after) implements Outcome {
        public Retry {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(after, "after");
        }
    }

    /// Not without somebody who looks at it. The later events of its stream wait; other streams go
    /// on.
    record Park(String reason) implements Outcome {
        public Park {
            Objects.requireNonNull(reason, "reason");
        }
    }

    Outcome ACK = new Ack();

    static Outcome retry(String reason) {
        return new Retry(reason, Optional.empty());
    }

    static Outcome retry(String reason, Duration after) {
        return new Retry(reason, Optional.of(after));
    }

    static Outcome park(String reason) {
        return new Park(reason);
    }
}
