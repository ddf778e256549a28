package io.stele.sdk.command;

import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.Revision;
import io.stele.model.TraceContext;
import java.util.Objects;
import java.util.Optional;

/// What stands around a command.
///
/// @param actor who gives it; recorded with the events
/// @param idempotencyKey makes it safe to send the command again: as long as the log lives, the
///     same key on the same aggregate gets the first answer again. A command that was accepted
///     without events leaves no trace and is decided again.
/// @param expected what the caller believes about the aggregate; the command is not decided
///     otherwise
/// @param correlationId ties together all that one outside request set off; empty: the append id
/// @param causationId the event that set the command off; empty: the append id
/// @param trace the trace that the command is part of; recorded with the events
public record CommandContext(
        String actor,
        Optional<String> idempotencyKey,
        Expectation expected,
        Optional<String> correlationId,
        Optional<String> causationId,
        Optional<TraceContext> trace) {

    /// Nobody known by name, sent once, whatever the aggregate's revision.
    public static final CommandContext DEFAULT =
            new CommandContext(
                    Append.ANONYMOUS,
                    Optional.empty(),
                    Expectation.ANY,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    public CommandContext {
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(correlationId, "correlationId");
        Objects.requireNonNull(causationId, "causationId");
        Objects.requireNonNull(trace, "trace");
        if (idempotencyKey.isPresent() && idempotencyKey.get().isEmpty()) {
            throw new IllegalArgumentException("an idempotency key must not be empty");
        }
    }

    public CommandContext by(String otherActor) {
        return new CommandContext(
                otherActor, idempotencyKey, expected, correlationId, causationId, trace);
    }

    public CommandContext withIdempotencyKey(String key) {
        return new CommandContext(
                actor, Optional.of(key), expected, correlationId, causationId, trace);
    }

    public CommandContext expecting(Expectation other) {
        return new CommandContext(actor, idempotencyKey, other, correlationId, causationId, trace);
    }

    public CommandContext withCorrelationId(String id) {
        return new CommandContext(
                actor, idempotencyKey, expected, Optional.of(id), causationId, trace);
    }

    public CommandContext withCausationId(String id) {
        return new CommandContext(
                actor, idempotencyKey, expected, correlationId, Optional.of(id), trace);
    }

    /// For a command that an event or a request sets off: the trace goes on.
    public CommandContext in(TraceContext other) {
        return new CommandContext(
                actor, idempotencyKey, expected, correlationId, causationId, Optional.of(other));
    }

    /// Whether an aggregate whose last event has the revision `actual` is as expected.
    boolean isMetBy(Optional<Revision> actual) {
        return switch (expected) {
            case Expectation.Any any -> true;
            case Expectation.None none -> actual.isEmpty();
            case Expectation.Exists exists -> actual.isPresent();
            case Expectation.Exactly exactly -> actual.equals(Optional.of(exactly.last()));
        };
    }
}
