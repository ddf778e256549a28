package io.stele.sdk.command;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.RejectedException;
import io.stele.model.Revision;
import io.stele.model.StreamAppend;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.model.TimeOrderedIds;
import io.stele.sdk.CommandCodec;
import io.stele.sdk.Decider;
import io.stele.sdk.Decision;
import io.stele.sdk.command.CommandResult.Accepted;
import io.stele.sdk.command.CommandResult.WrittenEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One command on its way through.
final class Execution<C, E, S> {

    /// The metadata name under which an event's command is named.
    private static final String COMMAND = "command";

    /*
     * 1. With an idempotency key: was this append written before? Then that is the answer.
     * 2. Decide on the state in memory. When that gives events, append them with the exact revision
     *    of that state: the store verifies that it was the latest.
     * 3. When it gives none (a refusal, nothing to do, not as expected), there is no append to verify
     *    the state, so it is brought up to date first and decided again if it had moved.
     * 4. A conflict: others wrote. Begin again, on the state after their events.
     *
     * An append whose outcome is unknown is sent again with the same id, once: the store then tells.
     */

    private final EventStore store;
    private final Decider<C, E, S> decider;
    private final CommandCodec<C> commands;
    private final States<E, S> states;
    private final StreamName stream;
    private final C command;
    private final CommandContext context;
    private final UUID appendId;
    private final Optional<EarlierAnswer> earlier;
    private final Metadata metadata;

    Execution(
            EventStore store,
            Decider<C, E, S> decider,
            CommandCodec<C> commands,
            States<E, S> states,
            StreamName stream,
            C command,
            CommandContext context,
            Optional<UUID> commandId) {
        this.store = store;
        this.decider = decider;
        this.commands = commands;
        this.states = states;
        this.stream = stream;
        this.command = command;
        this.context = context;
        Optional<UUID> known =
                commandId.or(() -> context.idempotencyKey().map(key -> AppendIds.of(stream, key)));
        this.appendId = known.orElseGet(TimeOrderedIds::next);
        this.earlier = known.map(id -> new EarlierAnswer(store, stream, key(id), id, digest()));
        this.metadata = metadata();
    }

    private String key(UUID id) {
        return context.idempotencyKey().orElseGet(id::toString);
    }

    private String digest() {
        return EarlierAnswer.digest(commands.nameOf(command), commands.encode(command));
    }

    private Metadata metadata() {
        String id = appendId.toString();
        String name = commands.nameOf(command);
        Metadata plain =
                Metadata.of(Metadata.CORRELATION_ID, context.correlationId().orElse(id))
                        .with(Metadata.CAUSATION_ID, context.causationId().orElse(id))
                        .with(COMMAND, name);
        Metadata traced = context.trace().map(trace -> trace.addTo(plain)).orElse(plain);
        return earlier.map(e -> traced.with(EarlierAnswer.DIGEST, e.digest())).orElse(traced);
    }

    /// @param conflicted is run each time the stream had moved
    CommandResult run(int attemptsMax, Runnable conflicted) {
        for (int attempt = 1; attempt <= attemptsMax; attempt++) {
            Optional<CommandResult> answer = earlier.flatMap(EarlierAnswer::find);
            if (answer.isEmpty()) {
                answer = attempt(attempt == 1);
            }
            if (answer.isPresent()) {
                return answer.get();
            }
            conflicted.run();
        }
        return new CommandResult.Conflicted(stream, attemptsMax);
    }

    /// @return empty when the stream had moved
    private Optional<CommandResult> attempt(boolean hintWillDo) {
        Optional<Loaded<S>> hint = hintWillDo ? states.hint(stream) : Optional.empty();
        Loaded<S> at = hint.isPresent() ? hint.get() : states.current(stream);
        Plan<E, S> plan = plan(at);
        if (hint.isPresent() && !(plan instanceof Plan.Write<E, S>)) {
            Loaded<S> current = states.current(stream);
            if (!current.head().equals(at.head())) {
                at = current;
                plan = plan(at);
            }
        }
        return switch (plan) {
            case Plan.Answer<E, S> answer -> Optional.of(answer.result());
            case Plan.Write<E, S> write -> append(at, write);
        };
    }

    private Plan<E, S> plan(Loaded<S> at) {
        Optional<Revision> actual = at.head().map(StreamHead::revision);
        if (!context.isMetBy(actual)) {
            return new Plan.Answer<>(
                    new CommandResult.NotAsExpected(stream, context.expected(), actual));
        }
        return switch (decider.decide(at.state(), command)) {
            case Decision.Refused<E> no ->
                    new Plan.Answer<>(new CommandResult.Refused(stream, at.head(), no.reason()));
            case Decision.Accepted<E> yes when yes.events().isEmpty() ->
                    new Plan.Answer<>(new Accepted(stream, at.head(), List.of(), false));
            case Decision.Accepted<E> yes ->
                    new Plan.Write<>(yes.events(), fold(at.state(), yes.events()));
        };
    }

    /// Folded before anything is written: an event that `evolve` cannot take must not get into the
    /// log.
    private S fold(S state, List<E> events) {
        S after = state;
        for (E event : events) {
            after = decider.evolve(after, event);
        }
        return after;
    }

    /// @return empty when nothing was written, or an append with this id was there already
    private Optional<CommandResult> append(Loaded<S> at, Plan.Write<E, S> write) {
        Append append = appendOf(at, write.events());
        try {
            return switch (send(append)) {
                case AppendResult.Conflict conflict -> Optional.empty();
                case Appended appended when appended.duplicate() -> Optional.empty();
                case Appended appended -> {
                    StreamHead head =
                            new StreamHead(appended.streams().getFirst().last(), appended.last());
                    states.advance(
                            stream, at, new Loaded<>(write.after(), Optional.of(head), null));
                    yield Optional.of(
                            new Accepted(stream, Optional.of(head), written(at, append), false));
                }
            };
        } catch (RejectedException e) {
            if (e.reason() == RejectedException.Reason.APPEND_ID_REUSED && earlier.isPresent()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private AppendResult send(Append append) {
        try {
            return store.append(append);
        } catch (OutcomeUnknownException e) {
            AppendResult answer = store.append(append);
            return answer instanceof Appended a
                    ? new Appended(a.streams(), a.last(), false)
                    : answer;
        }
    }

    private List<WrittenEvent> written(Loaded<S> at, Append append) {
        long revision = at.eventCount();
        List<WrittenEvent> written = new ArrayList<>();
        for (NewEvent event : append.streams().getFirst().events()) {
            written.add(new WrittenEvent(event.type(), event.data(), Revision.of(revision++)));
        }
        return written;
    }

    private Append appendOf(Loaded<S> at, List<E> events) {
        List<NewEvent> encoded = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            UUID id = earlier.isPresent() ? AppendIds.event(appendId, i) : TimeOrderedIds.next();
            encoded.add(states.replay().codec().encode(events.get(i), id, metadata));
        }
        Expectation expected =
                at.head().isEmpty()
                        ? Expectation.NONE
                        : new Expectation.Exactly(at.head().get().revision());
        return Append.of(new StreamAppend(stream, expected, encoded))
                .withId(appendId)
                .by(context.actor());
    }

    /// What follows from a state.
    private sealed interface Plan<E, S> {

        /// Nothing is to be written.
        record Answer<E, S>(CommandResult result) implements Plan<E, S> {}

        /// @param after the state with the events
        record Write<E, S>(List<E> events, S after) implements Plan<E, S> {}
    }
}
