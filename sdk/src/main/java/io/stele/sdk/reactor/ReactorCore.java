package io.stele.sdk.reactor;

import io.stele.groups.Outcome;
import io.stele.model.DerivedIds;
import io.stele.model.EventStore;
import io.stele.model.Metadata;
import io.stele.model.RecordedEvent;
import io.stele.model.TraceContext;
import io.stele.sdk.CommandCodec;
import io.stele.sdk.EventDecodingException;
import io.stele.sdk.command.CommandContext;
import io.stele.sdk.command.CommandHandler;
import io.stele.sdk.command.CommandResult;
import io.stele.sdk.reactor.TimerEvent.TimerCancelled;
import io.stele.sdk.reactor.TimerEvent.TimerFired;
import io.stele.sdk.reactor.TimerEvent.TimerSet;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Carries out what a reactor says to an event: commands and timers in, appends out. Without threads
/// and clocks of its own, and to be called again as often as one likes.
///
/// For any number of threads; those that react to one stream at once only lose time.
final class ReactorCore<C, E, S> {

    private static final System.Logger LOG = System.getLogger(ReactorCore.class.getName());

    private final EventStore store;
    private final Reactor<C, E, S> reactor;
    private final CommandHandler<C, E, S> process;
    private final CommandPort commands;
    private final EventStates<E, S> states;
    private final TimerLog timers;

    /// @param process takes the commands of the reactor's own decider
    /// @param commands takes those to others
    ReactorCore(
            EventStore store,
            Reactor<C, E, S> reactor,
            CommandHandler<C, E, S> process,
            CommandPort commands) {
        this.store = store;
        this.reactor = reactor;
        this.process = process;
        this.commands = commands;
        this.states = new EventStates<>(process);
        this.timers = new TimerLog(store, reactor.name());
    }

    TimerLog timers() {
        return timers;
    }

    /// Does what the event sets off, as far as it was not done before.
    ///
    /// @param event of the reactor's decider
    /// @return what to say of it
    /// @throws RuntimeException when the store does not work, or `react` fails: react again
    Outcome react(RecordedEvent event) {
        Optional<E> known;
        try {
            known = process.events().decode(event, reactor.source().unknownEvents());
        } catch (EventDecodingException e) {
            return Outcome.park(String.valueOf(e.getMessage()));
        }
        return known.isEmpty() ? Outcome.ACK : react(event, known.get());
    }

    private Outcome react(RecordedEvent event, E known) {
        Cause cause = new Cause(event);
        Reaction<C> reaction = reactor.react(states.at(event, known), known, cause);
        List<Effect<C>> effects = reaction.effects();
        for (int i = 0; i < effects.size(); i++) {
            UUID id = DerivedIds.of(event.id(), reactor.name() + "/" + i);
            Optional<Outcome> unfinished = perform(effects.get(i), id, cause);
            if (unfinished.isPresent()) {
                return unfinished.get();
            }
        }
        return Outcome.ACK;
    }

    /// @return empty when it is done
    private Optional<Outcome> perform(Effect<C> effect, UUID id, Cause cause) {
        CommandContext context = contextOf(cause.event());
        switch (effect) {
            case Effect.Send<C> send -> {
                return new Sending<>(store, process, commands, send, cause, id, context).run();
            }
            case Effect.After<C> after -> {
                CommandCodec<C> codec = process.commands();
                TimerSet timer =
                        new TimerSet(
                                id,
                                cause.id(),
                                after.timer(),
                                cause.event().recordedAt().plus(after.delay()),
                                codec.nameOf(after.command()),
                                TimerEvent.json(codec.encode(after.command())),
                                context.correlationId().orElse(""));
                timers.write(timer, id, context);
            }
            case Effect.Cancel<C> cancel ->
                    timers.write(new TimerCancelled(cause.id(), cancel.timer()), id, context);
        }
        return Optional.empty();
    }

    private CommandContext contextOf(RecordedEvent event) {
        String id = event.id().toString();
        Metadata metadata = event.metadata();
        CommandContext context =
                CommandContext.DEFAULT
                        .by(actor())
                        .withCorrelationId(metadata.text(Metadata.CORRELATION_ID).orElse(id))
                        .withCausationId(id);
        return TraceContext.of(metadata).map(context::in).orElse(context);
    }

    /// Gives the process the command of a timer, and writes down that it was given.
    ///
    /// @return false when others write to the process all the time: fire again
    /// @throws RuntimeException when the store does not work, or the command is one no longer
    boolean fire(TimerSet timer) {
        CommandContext context =
                CommandContext.DEFAULT
                        .by(actor())
                        .withCorrelationId(timer.correlationId())
                        .withCausationId(timer.timer().toString());
        C command = process.commands().decode(timer.command(), TimerEvent.bytes(timer.data()));
        UUID id = DerivedIds.of(timer.timer(), "fired");
        CommandResult result = process.handle(timer.process(), command, context, id);
        if (result instanceof CommandResult.Conflicted) {
            return false;
        }
        if (result instanceof CommandResult.Refused no) {
            LOG.log(
                    Level.WARNING,
                    "{0} refused {1} of its timer {2}: {3}",
                    no.stream(),
                    command,
                    timer.name(),
                    no.reason());
        }
        UUID noted = DerivedIds.of(timer.timer(), "noted");
        timers.write(new TimerFired(timer.timer()), noted, context);
        return true;
    }

    private String actor() {
        return "reactor:" + reactor.name();
    }
}
