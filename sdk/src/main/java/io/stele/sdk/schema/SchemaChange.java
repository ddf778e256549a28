package io.stele.sdk.schema;

import java.util.Objects;

/// A difference between two descriptions of events.
///
/// @param event the category and the event's name
/// @param field as a JSON pointer; empty: the event itself
/// @param message says what changed and, where it matters, what to do
public record SchemaChange(Effect effect, String event, String field, String message) {

    public SchemaChange {
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(message, "message");
    }

    /// What a change does to whom.
    public enum Effect {
        /// The new code cannot read events that are in the log.
        BREAKING,
        /// The old code, which runs beside the new for a while, cannot read the new events.
        BREAKS_OLD_CODE,
        /// Both read both.
        SAFE
    }

    @Override
    public String toString() {
        String what =
                switch (effect) {
                    case BREAKING -> "BREAKING";
                    case BREAKS_OLD_CODE -> "breaks old code";
                    case SAFE -> "safe";
                };
        return what + ": " + event + field + " " + message;
    }
}
