package io.stele.testkit;

import io.stele.groups.Outcome;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.EventStore;
import io.stele.model.Limits;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import io.stele.sdk.Decider;
import io.stele.sdk.EventCodec;
import io.stele.sdk.command.Aggregate;
import io.stele.sdk.command.CommandHandler;
import io.stele.sdk.command.CommandResult;
import io.stele.sdk.reactor.Addressed;
import io.stele.sdk.reactor.LocalCommands;
import io.stele.sdk.reactor.Reactor;
import io.stele.sdk.reactor.SteppedReactor;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Plays a whole process, on a store in memory and with a clock that moves when it is told to:
///
/// ```java
/// ProcessTest.of(new TransferProcess(), ACCOUNT)
///         .given(to(ACCOUNT, "1", new OpenAccount("ann")), to(ACCOUNT, "1", new Deposit(100)))
///         .when(to(TRANSFER, "t", new RequestTransfer("1", "2", 30)))
///         .thenState(ACCOUNT, "1", new Account("ann", 70, OPEN))
///         .after(Duration.ofDays(1))
///         .thenState(ACCOUNT, "1", new Account("ann", 100, OPEN));
/// ```
///
/// After each step everything that follows is done, until there is nothing left to do; and then all
/// of it is delivered once more, as it may be after a crash, to see that nothing changes. For one
/// thread.
public final class ProcessTest implements AutoCloseable {

    private static final int STEPS_MAX = 10_000;

    private final MovingClock clock = new MovingClock(Instant.parse("2026-01-01T12:00:00Z"));
    private final EventStore store = new InMemoryEventStore(clock, Limits.DEFAULT);
    private final Map<String, CommandHandler<?, ?, ?>> handlers = new HashMap<>();
    private final LocalCommands commands;
    private final SteppedReactor reactor;

    private <C, E, S> ProcessTest(Reactor<C, E, S> reactor, List<Decider<?, ?, ?>> deciders) {
        CommandHandler<C, E, S> process = CommandHandler.of(store, reactor.source());
        handlers.put(reactor.source().category(), process);
        deciders.forEach(this::host);
        this.commands = new LocalCommands(handlers.values());
        this.reactor = SteppedReactor.of(reactor, store, process, commands);
    }

    private void host(Decider<?, ?, ?> decider) {
        handlers.putIfAbsent(decider.category(), CommandHandler.of(store, decider));
    }

    /// @param deciders that the reactor sends commands to, besides its own
    public static ProcessTest of(Reactor<?, ?, ?> reactor, Decider<?, ?, ?>... deciders) {
        return new ProcessTest(reactor, Arrays.asList(deciders));
    }

    /// Commands that have to be accepted.
    public ProcessTest given(Addressed<?>... accepted) {
        for (Addressed<?> command : accepted) {
            send(command);
        }
        return this;
    }

    /// A command that has to be accepted, and all that follows from it.
    public ProcessTest when(Addressed<?> command) {
        send(command);
        settle();
        return this;
    }

    private void send(Addressed<?> command) {
        CommandResult result = answer(command);
        if (!(result instanceof CommandResult.Accepted)) {
            throw new AssertionError(command + ": " + result);
        }
    }

    private CommandResult answer(Addressed<?> command) {
        return handle(command);
    }

    private <D> CommandResult handle(Addressed<D> command) {
        CommandHandler<?, ?, ?> handler = handlers.get(command.decider().category());
        if (handler == null) {
            throw new IllegalArgumentException(
                    "the test has no decider " + command.decider().category());
        }
        @SuppressWarnings("unchecked") // of the same decider
        CommandHandler<D, ?, ?> typed = (CommandHandler<D, ?, ?>) handler;
        return typed.handle(command.id(), command.command());
    }

    /// A command that is refused for this reason.
    public ProcessTest whenRefused(Addressed<?> command, String reason) {
        CommandResult result = answer(command);
        String actual =
                result instanceof CommandResult.Refused no ? no.reason() : result.toString();
        return expect(command.toString(), reason, actual);
    }

    /// Time goes by; timers that are due fire in between, each at its time or later.
    public ProcessTest after(Duration time) {
        clock.move(time);
        settle();
        return this;
    }

    /// Until nothing more follows; then all again, which has to change nothing.
    private void settle() {
        run();
        List<RecordedEvent> before = log();
        reactor.forget();
        run();
        List<RecordedEvent> after = log();
        if (!after.equals(before)) {
            throw new AssertionError(
                    "delivered once more, the same events led to others:%n%s"
                            .formatted(after.subList(before.size(), after.size())));
        }
    }

    private void run() {
        int steps = 0;
        do {
            for (Optional<Outcome> next = reactor.step(); next.isPresent(); next = reactor.step()) {
                if (++steps > STEPS_MAX) {
                    throw new AssertionError("it does not come to an end: " + next.get());
                }
            }
        } while (reactor.fireDue(clock.instant()) > 0);
    }

    private List<RecordedEvent> log() {
        return store.read(ReadLog.all()).toList();
    }

    /// An aggregate's state is this one.
    public <S> ProcessTest thenState(Decider<?, ?, S> decider, String id, S expected) {
        Object actual =
                handler(decider)
                        .current(id)
                        .<Object>map(Aggregate::state)
                        .orElse("no such aggregate");
        return expect(decider.category() + "-" + id, expected, actual);
    }

    /// These are all the events of an aggregate, in this order.
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final <E> ProcessTest thenEvents(Decider<?, E, ?> decider, String id, E... expected) {
        EventCodec<E> codec = EventCodec.of(decider);
        StreamName stream = StreamName.of(decider.category(), id);
        List<E> actual =
                store.read(ReadStream.of(stream)).toList().stream().map(codec::decode).toList();
        return expect("the events of " + stream, Arrays.asList(expected), actual);
    }

    /// These timers are set, such as `acceptance of 7`, in the order in which they are due.
    public ProcessTest thenTimers(String... expected) {
        return expect("the timers", Arrays.asList(expected), reactor.timersSet());
    }

    /// A process is parked for this reason: it waits for somebody who looks at it.
    public ProcessTest thenParked(String stream, String reason) {
        return expect("parked", Map.of(StreamName.of(stream), reason), reactor.parked());
    }

    private CommandHandler<?, ?, ?> handler(Decider<?, ?, ?> decider) {
        return Objects.requireNonNull(handlers.get(decider.category()), decider.category());
    }

    private ProcessTest expect(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(
                    "%s%n  expected %s%n  but is   %s".formatted(what, expected, actual));
        }
        return this;
    }

    /// What is in the log is gone then.
    @Override
    public void close() {
        handlers.values().forEach(CommandHandler::close);
        store.close();
    }
}
