package io.stele.protocol;

import io.stele.model.Bytes;
import io.stele.model.Expectation;
import io.stele.model.TraceContext;
import java.util.Objects;
import java.util.Optional;

/// A command as it comes over the network, by whichever protocol. What of it makes sense is for the
/// [CommandExecutor] to say.
///
/// @param id of the aggregate, within its category
/// @param command its name, the simple name of the command's record
/// @param json its fields
/// @param actor who gives it
/// @param idempotencyKey makes it safe to send the command again
/// @param expected what the caller believes about the aggregate
/// @param correlationId ties together all that one outside request set off
/// @param trace the trace that it is part of
public record CommandCall(
        String category,
        String id,
        String command,
        Bytes json,
        String actor,
        Optional<String> idempotencyKey,
        Expectation expected,
        Optional<String> correlationId,
        Optional<TraceContext> trace) {

    /// @throws IllegalArgumentException when the id or the actor is empty or has control characters
    public CommandCall {
        Objects.requireNonNull(category, "category");
        check("id", id);
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(json, "json");
        check("actor", actor);
        Objects.requireNonNull(idempotencyKey, "idempotencyKey");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(correlationId, "correlationId");
        Objects.requireNonNull(trace, "trace");
    }

    /// The same, given by somebody else.
    public CommandCall by(String otherActor) {
        return new CommandCall(
                category,
                id,
                command,
                json,
                otherActor,
                idempotencyKey,
                expected,
                correlationId,
                trace);
    }

    private static void check(String name, String text) {
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    name + " must not be empty and has no control characters");
        }
    }
}
