package io.stele.sdk.service;

import io.stele.model.Bytes;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.protocol.Problem;
import io.stele.protocol.ProblemKind;
import io.stele.sdk.command.Aggregate;
import io.stele.sdk.command.CommandContext;
import io.stele.sdk.command.CommandHandler;
import io.stele.sdk.command.CommandResult;
import io.stele.sdk.command.FollowedState;
import io.stele.sdk.json.InvalidJsonException;
import io.stele.sdk.json.Json;
import io.stele.sdk.json.Mismatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A decider as the routes see it: JSON in, JSON out.
public record Hosted<C, E, S>(CommandHandler<C, E, S> handler) {

    String category() {
        return handler.decider().category();
    }

    Set<String> commands() {
        return handler.commands().served();
    }

    CommandResult execute(String id, String command, Bytes json, CommandContext context) {
        if (!commands().contains(command)) {
            throw ProblemKind.UNKNOWN_COMMAND
                    .problem(
                            "%s has no command \"%s\"; it has %s"
                                    .formatted(
                                            category(),
                                            command,
                                            commands().isEmpty()
                                                    ? "none at all"
                                                    : String.join(", ", commands())))
                    .with("known", List.copyOf(commands()))
                    .exception();
        }
        return handler.handle(id, decode(command, json), context);
    }

    private C decode(String command, Bytes json) {
        try {
            return handler.commands().decode(command, json);
        } catch (InvalidJsonException e) {
            throw problem(e).exception();
        }
    }

    private static Problem problem(InvalidJsonException e) {
        String message = String.valueOf(e.getMessage());
        if (e.isMalformed()) {
            return ProblemKind.MALFORMED_JSON.problem(message);
        }
        Problem problem = ProblemKind.INVALID_FIELD.problem(message);
        if (e.mismatches().isEmpty()) {
            return problem;
        }
        Mismatch first = e.mismatches().getFirst();
        return problem.with("field", first.field())
                .with("expected", first.expected())
                .with("errors", e.mismatches().stream().map(Hosted::describe).toList());
    }

    private static Map<String, String> describe(Mismatch mismatch) {
        return Map.of(
                "field", mismatch.field(),
                "expected", mismatch.expected(),
                "found", mismatch.found());
    }

    Optional<Aggregate<JsonNode>> current(String id) {
        return handler.current(id).map(Hosted::json);
    }

    Optional<Aggregate<JsonNode>> at(String id, Revision revision) {
        return handler.at(id, revision).map(Hosted::json);
    }

    Optional<Aggregate<JsonNode>> at(String id, Instant time) {
        return handler.at(id, time).map(Hosted::json);
    }

    LiveState.States follow(String id, Optional<Position> after) {
        FollowedState<S> states = handler.follow(id, after);
        return new LiveState.States() {
            @Override
            public Optional<Aggregate<JsonNode>> poll(Duration timeout)
                    throws InterruptedException {
                return states.poll(timeout).map(Hosted::json);
            }

            @Override
            public void close() {
                states.close();
            }
        };
    }

    private static <S> Aggregate<JsonNode> json(Aggregate<S> aggregate) {
        return new Aggregate<>(
                aggregate.stream(),
                aggregate.revision(),
                aggregate.position(),
                aggregate.recordedAt(),
                Json.STATES.valueToTree(aggregate.state()));
    }
}
