package io.stele.sdk.service;

import io.stele.http.metrics.Metrics;
import io.stele.model.Revision;
import io.stele.model.StoreException;
import io.stele.protocol.CommandAnswer;
import io.stele.protocol.CommandCall;
import io.stele.protocol.CommandExecutor;
import io.stele.protocol.Problem;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import io.stele.sdk.command.CommandContext;
import io.stele.sdk.command.CommandResult;
import io.stele.sdk.command.CommandResult.Accepted;
import io.stele.sdk.command.CommandResult.WrittenEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The commands of a service's deciders: what came over the network in, an answer or a problem out.
public final class HostedCommands implements CommandExecutor {

    private static final int KEY_CHARS_MAX = 200;

    private final Aggregates aggregates;
    private final CommandMetrics metrics;
    private final Optional<RefusedCommands> refusals;

    /// @param refusals takes down what is refused, before the answer; empty: that leaves no trace
    public HostedCommands(
            Aggregates aggregates, Metrics metrics, Optional<RefusedCommands> refusals) {
        this.aggregates = aggregates;
        this.refusals = refusals;
        this.metrics = new CommandMetrics(metrics, aggregates);
    }

    @Override
    public CommandAnswer execute(CommandCall call) {
        Hosted<?, ?, ?> hosted = aggregates.of(call.category());
        Aggregates.checkId(call.id());
        call.idempotencyKey().ifPresent(HostedCommands::checkKey);
        CommandContext context =
                new CommandContext(
                        call.actor(),
                        call.idempotencyKey(),
                        call.expected(),
                        call.correlationId(),
                        Optional.empty(),
                        call.trace());
        return answer(execute(hosted, call, context));
    }

    private CommandResult execute(
            Hosted<?, ?, ?> hosted, CommandCall call, CommandContext context) {
        long began = System.nanoTime();
        CommandResult result;
        try {
            result = hosted.execute(call.id(), call.command(), call.json(), context);
            if (result instanceof CommandResult.Refused refused) {
                refusals.ifPresent(
                        log -> log.add(hosted.category(), call.command(), refused, context));
            }
        } catch (StoreException e) {
            metrics.failed(hosted.category(), call.command(), System.nanoTime() - began);
            throw e;
        }
        metrics.answered(hosted.category(), call.command(), result, System.nanoTime() - began);
        return result;
    }

    private static void checkKey(String key) {
        if (key.isBlank() || key.length() > KEY_CHARS_MAX) {
            throw Problems.invalidParameter(
                            "Idempotency-Key", "1 to " + KEY_CHARS_MAX + " characters", key)
                    .exception();
        }
    }

    private static CommandAnswer answer(CommandResult result) {
        return switch (result) {
            case Accepted accepted -> accepted(accepted);
            case CommandResult.Refused refused -> throw refused(refused).exception();
            case CommandResult.NotAsExpected not -> throw notAsExpected(not).exception();
            case CommandResult.Conflicted conflicted -> throw conflicted(conflicted).exception();
            case CommandResult.KeyReused reused -> throw keyReused(reused).exception();
        };
    }

    private static CommandAnswer accepted(Accepted accepted) {
        List<CommandAnswer.Event> events = new ArrayList<>(accepted.events().size());
        for (WrittenEvent event : accepted.events()) {
            events.add(new CommandAnswer.Event(event.type(), event.data(), event.revision()));
        }
        return new CommandAnswer(accepted.stream(), accepted.head(), events, accepted.duplicate());
    }

    private static Problem refused(CommandResult.Refused refused) {
        Problem problem =
                ProblemKind.REFUSED
                        .problem(refused.reason())
                        .with("reason", refused.reason())
                        .with("stream", refused.stream().value());
        return refused.head()
                .map(head -> problem.with("revision", head.revision().value()))
                .orElse(problem);
    }

    private static Problem notAsExpected(CommandResult.NotAsExpected not) {
        Object actual = not.actual().<Object>map(Revision::value).orElse("none");
        return ProblemKind.PRECONDITION_FAILED
                .problem(
                        "%s: expected %s, actual %s"
                                .formatted(not.stream(), not.expected(), actual))
                .with("stream", not.stream().value())
                .with("expected", not.expected().toString())
                .with("actual", actual);
    }

    private static Problem conflicted(CommandResult.Conflicted conflicted) {
        return ProblemKind.CONFLICT
                .problem(
                        "others wrote to %s each of the %d times this was decided; send it again"
                                .formatted(conflicted.stream(), conflicted.attempts()))
                .with("stream", conflicted.stream().value());
    }

    private static Problem keyReused(CommandResult.KeyReused reused) {
        return ProblemKind.IDEMPOTENCY_KEY_REUSED.problem(
                "\"%s\" was sent with another command to %s; use a key once"
                        .formatted(reused.idempotencyKey(), reused.stream()));
    }
}
