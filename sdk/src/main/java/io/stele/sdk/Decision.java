package io.stele.sdk;

import java.util.List;

/// What a decider says to a command. Both cases are ordinary answers.
///
/// @param <E> the events' type
public sealed interface Decision<E> {

    /// The command holds, and these are the facts that follow.
    ///
    /// @param events in order; empty when the command changes nothing
    record Accepted<E>(List<E> events) implements Decision<E> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /// The command is against a rule of the domain; nothing is recorded.
    ///
    /// @param reason for the caller to read, such as `the balance is only 20`; not blank
    record Refused<E>(String reason) implements Decision<E> {
        public Refused {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("a refusal must have a reason");
            }
        }
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read, and copied
    static <E> Decision<E> accept(E... events) {
        return new Accepted<>(List.of(events));
    }

    static <E> Decision<E> accept(List<? extends E> events) {
        return new Accepted<>(List.copyOf(events));
    }

    static <E> Decision<E> refuse(String reason) {
        return new Refused<>(reason);
    }

    /// Accepted, but there is nothing to record.
    static <E> Decision<E> nothing() {
        return new Accepted<>(List.of());
    }
}
