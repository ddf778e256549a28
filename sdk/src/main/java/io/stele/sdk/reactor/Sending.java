package io.stele.sdk.reactor;

import io.stele.groups.Outcome;
import io.stele.model.AppendResult;
import io.stele.model.DerivedIds;
import io.stele.model.EventStore;
import io.stele.model.StreamName;
import io.stele.sdk.command.CommandContext;
import io.stele.sdk.command.CommandHandler;
import io.stele.sdk.command.CommandResult;
import io.stele.sdk.reactor.Effect.OnRefusal;
import java.util.Optional;
import java.util.UUID;

/*
 * Nothing is remembered but in the log, and everything is done under an id that follows from the
 * event and the effect's place in the reaction. So it can be broken off anywhere and done again,
 * also by two at once:
 *
 *   X                append of the command's events, to the aggregate that it is for
 *   X + "accepted"   append of the answer's events, to the process, after X was written
 *   X                append of the answer's events, to the process, where X was refused or made none
 *
 * A refusal leaves nothing in the log by itself, and whoever asks later may be told otherwise. That
 * the answer to it has the command's own id makes it final: the store takes an id once, so either
 * the command was accepted or the answer to its refusal stands there, never both.
 */
/// A command of a reactor, and the answer to it, on their way.
///
/// @param process takes the answer
/// @param id of the command
record Sending<C>(
        EventStore store,
        CommandHandler<C, ?, ?> process,
        CommandPort commands,
        Effect.Send<C> send,
        Cause cause,
        UUID id,
        CommandContext context) {

    /// @return empty when it is finished
    Optional<Outcome> run() {
        return switch (commands.send(send.command(), context, id)) {
            case CommandResult.Accepted yes when yes.events().isEmpty() ->
                    answer(send.accepted(), id);
            case CommandResult.Accepted yes -> accepted();
            case CommandResult.Refused no -> refused(no.reason());
            case CommandResult.KeyReused reused -> asWritten();
            case CommandResult.Conflicted conflicted -> again(conflicted);
            case CommandResult.NotAsExpected not -> throw unexpected(not);
        };
    }

    private Optional<Outcome> accepted() {
        return answer(send.accepted(), DerivedIds.of(id, "accepted"));
    }

    private Optional<Outcome> refused(String reason) {
        return switch (send.refused()) {
            case OnRefusal.Answer<C> answer ->
                    answer(Optional.of(answer.command().apply(reason)), id);
            case OnRefusal.Ignore<C> ignore -> Optional.empty();
            case OnRefusal.Park<C> park -> park(send.command() + " was refused: " + reason);
        };
    }

    private Optional<Outcome> answer(Optional<C> answer, UUID answerId) {
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        C command = answer.get();
        return switch (process.handle(cause.id(), command, context, answerId)) {
            case CommandResult.Accepted yes -> Optional.empty();
            case CommandResult.Refused no ->
                    park("%s refused %s: %s".formatted(no.stream(), command, no.reason()));
            case CommandResult.KeyReused reused ->
                    answerId.equals(id) ? asWritten() : Optional.empty();
            case CommandResult.Conflicted conflicted -> again(conflicted);
            case CommandResult.NotAsExpected not -> throw unexpected(not);
        };
    }

    /// Goes by what was written under the command's id before: its events, or an answer.
    private Optional<Outcome> asWritten() {
        StreamName written =
                store
                        .findAppend(id)
                        .map(AppendResult.Appended::streams)
                        .orElseThrow(() -> new IllegalStateException("append " + id + " is gone"))
                        .getFirst()
                        .stream();
        return written.equals(cause.event().stream()) ? Optional.empty() : accepted();
    }

    private static Optional<Outcome> park(String reason) {
        return Optional.of(Outcome.park(reason));
    }

    private static Optional<Outcome> again(CommandResult.Conflicted conflicted) {
        return Optional.of(Outcome.retry("others write to " + conflicted.stream()));
    }

    private static IllegalStateException unexpected(CommandResult.NotAsExpected not) {
        return new IllegalStateException("nothing was expected of " + not.stream());
    }
}
