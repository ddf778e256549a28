package io.stele.sdk.command;

import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamName;
import io.stele.sdk.CommandCodec;
import io.stele.sdk.Decider;
import io.stele.sdk.EventCodec;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/// Takes commands to one kind of aggregate, and tells their states.
///
/// For any number of threads. Methods block while the store works, so many commands at once are
/// best given by virtual threads; those to one aggregate wait for each other in the order they came.
/// A [io.stele.model.StoreException] says what the store could not do.
public final class CommandHandler<C, E, S> implements AutoCloseable {

    /// @param hotStatesMax how many states are kept in memory, 0 or more
    /// @param attemptsMax how often a command is decided while others write to its stream
    public record Options(int hotStatesMax, int attemptsMax, SnapshotPolicy snapshots) {

        public static final Options DEFAULT = new Options(10_000, 10, SnapshotPolicy.DEFAULT);

        public Options {
            if (hotStatesMax < 0 || attemptsMax < 1) {
                throw new IllegalArgumentException(
                        "hotStatesMax must be 0 or more, attemptsMax 1 or more: %d, %d"
                                .formatted(hotStatesMax, attemptsMax));
            }
            Objects.requireNonNull(snapshots, "snapshots");
        }
    }

    private final EventStore store;
    private final Decider<C, E, S> decider;
    private final CommandCodec<C> commands;
    private final States<E, S> states;
    private final StreamGates gates = new StreamGates();
    private final int attemptsMax;
    private final LongAdder conflicts = new LongAdder();

    private CommandHandler(
            EventStore store, SnapshotStore snapshots, Decider<C, E, S> decider, Options options) {
        this.store = store;
        this.decider = decider;
        this.commands = CommandCodec.of(decider.commandType());
        this.states = new States<>(store, snapshots, decider, options, System::nanoTime);
        this.attemptsMax = options.attemptsMax();
    }

    /// @throws IllegalArgumentException when the decider's commands or events are not as they must
    ///     be; see [CommandCodec] and [EventCodec]
    public static <C, E, S> CommandHandler<C, E, S> of(
            EventStore store, Decider<C, E, S> decider, Options options) {
        return of(store, store.snapshots(), decider, options);
    }

    /// As the other `of`, with snapshots in a place of their own, such as a table.
    ///
    /// @param snapshots stays open
    public static <C, E, S> CommandHandler<C, E, S> of(
            EventStore store, SnapshotStore snapshots, Decider<C, E, S> decider, Options options) {
        return new CommandHandler<>(store, snapshots, decider, options);
    }

    public static <C, E, S> CommandHandler<C, E, S> of(EventStore store, Decider<C, E, S> decider) {
        return of(store, decider, Options.DEFAULT);
    }

    public Decider<C, E, S> decider() {
        return decider;
    }

    public CommandCodec<C> commands() {
        return commands;
    }

    public EventCodec<E> events() {
        return states.replay().codec();
    }

    /// The stream of the aggregate with this id.
    public StreamName stream(String id) {
        return StreamName.of(decider.category(), id);
    }

    /// Decides a command and writes its events. Where OpenTelemetry is installed, in a span.
    public CommandResult handle(String id, C command, CommandContext context) {
        return handle(id, command, context, Optional.empty());
    }

    /// As the other `handle`, for a command that has an id of its own: its append has that id, so it
    /// is written once in the whole store, whichever aggregate it goes to. When it was accepted
    /// before, or something else was written under this id, that is the answer: a duplicate, or
    /// [CommandResult.KeyReused].
    public CommandResult handle(String id, C command, CommandContext context, UUID commandId) {
        return handle(id, command, context, Optional.of(commandId));
    }

    private CommandResult handle(
            String id, C command, CommandContext context, Optional<UUID> commandId) {
        StreamName stream = stream(id);
        String name = decider.category() + "." + commands.nameOf(command);
        return CommandSpan.around(
                name, stream, context, traced -> handle(stream, command, traced, commandId));
    }

    private CommandResult handle(
            StreamName stream, C command, CommandContext context, Optional<UUID> commandId) {
        Execution<C, E, S> execution =
                new Execution<>(
                        store, decider, commands, states, stream, command, context, commandId);
        return gates.inTurn(stream, () -> execution.run(attemptsMax, conflicts::increment));
    }

    /// As the other `handle`, with nothing special around the command.
    public CommandResult handle(String id, C command) {
        return handle(id, command, CommandContext.DEFAULT);
    }

    /// How often a command was decided again because others had written to its stream.
    public long conflicts() {
        return conflicts.sum();
    }

    /// The state after all events in the log.
    ///
    /// @return empty when the aggregate has no event
    public Optional<Aggregate<S>> current(String id) {
        return aggregate(stream(id), states.current(stream(id)));
    }

    /// The state when the event of this revision was the last one.
    ///
    /// @return empty when the stream has no such revision
    public Optional<Aggregate<S>> at(String id, Revision revision) {
        return aggregate(stream(id), states.at(stream(id), revision))
                .filter(aggregate -> aggregate.revision().equals(revision));
    }

    /// The state after all events recorded up to and including this time.
    ///
    /// @return empty when the aggregate had no event by then
    public Optional<Aggregate<S>> at(String id, Instant time) {
        return aggregate(stream(id), states.at(stream(id), time));
    }

    /// The state as it is, and after each event that comes, without end.
    ///
    /// @param after go on behind this position of the log, whose state is known; empty, or beyond
    ///     the end of the log: begin with the state as it is
    public FollowedState<S> follow(String id, Optional<Position> after) {
        StreamName stream = stream(id);
        Optional<Loaded<S>> known =
                after.filter(store.head()::covers).map(position -> states.at(stream, position));
        Loaded<S> begin = known.orElseGet(() -> states.current(stream));
        Checkpoint from =
                known.isPresent()
                        ? Checkpoint.after(after.orElseThrow())
                        : begin.head()
                                .map(head -> Checkpoint.after(head.position()))
                                .orElse(Checkpoint.START);
        return new FollowedState<>(
                store.subscribe(from, EventFilter.ALL.withStreamPrefix(stream.value())),
                stream,
                begin,
                states.replay()::evolve,
                known.isEmpty());
    }

    private Optional<Aggregate<S>> aggregate(StreamName stream, Loaded<S> loaded) {
        return loaded.aggregate(stream);
    }

    /// Stops making snapshots. The store stays open.
    @Override
    public void close() {
        states.close();
    }
}
