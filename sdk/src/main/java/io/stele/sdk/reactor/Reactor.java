package io.stele.sdk.reactor;

import io.stele.sdk.Decider;

/// Says what the events of a decider set off: commands to other aggregates, and timers. Beside
/// `decide` and `evolve` the third pure function of a process that goes over several aggregates:
///
/// ```java
/// public Reaction<TransferCommand> react(Transfer transfer, TransferEvent event, Cause cause) {
///     return switch (event) {
///         case TransferRequested it ->
///                 send(to(ACCOUNT, it.from(), new Withdraw(it.amount())), new Offer(), Fail::new);
///         case TransferOffered it -> after("acceptance", ONE_DAY, new GiveUp("not accepted"));
///         …
///     };
/// }
/// ```
///
/// A process is a decider: its state is in its own stream, rebuilt from its own events, and what
/// becomes of a command comes back to it as a command of its own. The events are the record of what
/// is to be done: whatever happens to the service, each of them is reacted to until that is
/// finished, in the order of their stream, and what was done is not done again. That holds because
/// `react` says the same each time: it may not read a clock, random numbers or anything else from
/// outside.
///
/// A reactor hears what happens while it is there: one that joins a log with a history begins with
/// what is new, unless it says otherwise.
///
/// @param <C> the commands of the decider whose events it hears
/// @param <E> those events
/// @param <S> that decider's state
public interface Reactor<C, E, S> {

    /// Names it for ever: how far it is, what it has set off and its timers are kept under this name.
    /// Letters, digits, `_`, `.` and `-`.
    String name();

    /// The decider whose events it hears, and to which answers and timers go.
    Decider<C, E, S> source();

    /// What an event sets off.
    ///
    /// @param state of its aggregate, with this event
    /// @param cause the event as it stands in the log
    Reaction<C> react(S state, E event, Cause cause);

    /// Whether it also hears what was there before it. Asked when it starts for the first time.
    default boolean hearsHistory() {
        return false;
    }

    /// From a function: `Reactor.of("transfers", TRANSFER, Transfers::react)`.
    static <C, E, S> Reactor<C, E, S> of(
            String name, Decider<C, E, S> source, React<C, E, S> react) {
        return new FunctionReactor<>(name, source, react, false);
    }

    /// The same one, which also hears what was there before it.
    default Reactor<C, E, S> withHistory() {
        return new FunctionReactor<>(name(), source(), this::react, true);
    }

    /// `react` as a function.
    @FunctionalInterface
    interface React<C, E, S> {
        Reaction<C> react(S state, E event, Cause cause);
    }
}
