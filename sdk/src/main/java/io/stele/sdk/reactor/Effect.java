package io.stele.sdk.reactor;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// One thing that an event sets off.
///
/// @param <C> the commands of the decider whose event it is
public sealed interface Effect<C> {

    /// A command goes to an aggregate, and what became of it comes back as a command to the process.
    ///
    /// @param accepted what comes back when it was accepted, with events or without; empty: nothing
    /// @param refused makes of the reason what comes back when it was refused
    record Send<C>(Addressed<?> command, Optional<C> accepted, OnRefusal<C> refused)
            implements Effect<C> {
        public Send {
            Objects.requireNonNull(command, "command");
            Objects.requireNonNull(accepted, "accepted");
            Objects.requireNonNull(refused, "refused");
        }
    }

    /// A command comes to the process some time after the event. Another timer of the same name takes
    /// its place.
    ///
    /// @param delay from when the event was recorded; 0 or more
    record After<C>(String timer, Duration delay, C command) implements Effect<C> {
        public After {
            Objects.requireNonNull(timer, "timer");
            Objects.requireNonNull(command, "command");
            if (delay.isNegative()) {
                throw new IllegalArgumentException(
                        "timer \"%s\" cannot be in the past: %s".formatted(timer, delay));
            }
        }
    }

    /// A timer of the process is to do nothing any longer, if there is one of that name.
    record Cancel<C>(String timer) implements Effect<C> {
        public Cancel {
            Objects.requireNonNull(timer, "timer");
        }
    }

    /// What a refusal leads to.
    sealed interface OnRefusal<C> {

        /// A command to the process.
        record Answer<C>(Function<String, ? extends C> command) implements OnRefusal<C> {}

        /// Nothing; a refusal is as good.
        record Ignore<C>() implements OnRefusal<C> {}

        /// It must not happen: the process waits, in view, for somebody who looks at it.
        record Park<C>() implements OnRefusal<C> {}
    }
}
