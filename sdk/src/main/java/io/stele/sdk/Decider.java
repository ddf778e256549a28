package io.stele.sdk;

import java.io.Serializable;
import java.util.List;

/// The rules of one kind of aggregate, as two pure functions: `decide` says which events follow from
/// a command, `evolve` folds an event into the state. Neither may read a clock, random numbers or
/// anything else from outside, because both run again: `decide` after a conflict, `evolve` whenever
/// a state is rebuilt.
///
/// Commands and events are records, each family a sealed interface (or a single record). The state
/// is an immutable value, a record as a rule.
///
/// @param <C> the commands
/// @param <E> the events
/// @param <S> the state
public interface Decider<C, E, S> {

    /// The first part of the streams' names: `account` for `account-42`. Not empty, without `-`.
    String category();

    /// The state of an aggregate that has no event.
    S initialState();

    Decision<E> decide(S state, C command);

    S evolve(S state, E event);

    Class<C> commandType();

    Class<E> eventType();

    Class<S> stateType();

    /// Count this up when `evolve` changes what it makes of the same events: snapshots of another
    /// version are not used.
    default int version() {
        return 1;
    }

    /// How events of older versions become ones of today.
    default List<Upcaster> upcasters() {
        return List.of();
    }

    /// What to do with events of a type that is not among [#eventType()].
    default UnknownEvents unknownEvents() {
        return UnknownEvents.FAIL;
    }

    /// From two functions, whose types tell the rest:
    /// `Decider.of("account", Account.EMPTY, Account::decide, Account::evolve)`.
    ///
    /// @throws IllegalArgumentException when the category is malformed, or the types of commands
    ///     and events cannot be read from the functions; name them then with the other `of`
    static <C, E, S> Decider<C, E, S> of(
            String category, S initialState, Decide<S, C, E> decide, Evolve<S, E> evolve) {
        Class<S> state = LambdaTypes.parameter(decide, 0, "decide");
        Class<C> command = LambdaTypes.parameter(decide, 1, "decide");
        Class<E> event = LambdaTypes.parameter(evolve, 1, "evolve");
        return of(category, command, event, state, initialState, decide, evolve);
    }

    /// States without commands, for events that come from elsewhere:
    /// `Decider.readOnly("permit", Case.NONE, Case::evolve)`. Nobody can make a `Void`, so `decide`
    /// is never called.
    ///
    /// @throws IllegalArgumentException as `of`
    static <E, S> Decider<Void, E, S> readOnly(
            String category, S initialState, Evolve<S, E> evolve) {
        Class<S> state = LambdaTypes.parameter(evolve, 0, "evolve");
        Class<E> event = LambdaTypes.parameter(evolve, 1, "evolve");
        return of(
                category,
                Void.class,
                event,
                state,
                initialState,
                (unused, command) -> Decision.nothing(),
                evolve);
    }

    /// As the other `of`, with all types named.
    static <C, E, S> Decider<C, E, S> of(
            String category,
            Class<C> commandType,
            Class<E> eventType,
            Class<S> stateType,
            S initialState,
            Decide<S, C, E> decide,
            Evolve<S, E> evolve) {
        return new FunctionDecider<>(
                category,
                commandType,
                eventType,
                stateType,
                initialState,
                decide,
                evolve,
                1,
                List.of(),
                UnknownEvents.FAIL);
    }

    /// The same rules with another [#version()].
    default Decider<C, E, S> withVersion(int version) {
        return FunctionDecider.copyOf(this).withVersion(version);
    }

    /// The same rules, and how to read older events.
    default Decider<C, E, S> withUpcasters(Upcaster... upcasters) {
        return FunctionDecider.copyOf(this).withUpcasters(List.of(upcasters));
    }

    /// The same rules, with another choice about events of unknown types.
    default Decider<C, E, S> withUnknownEvents(UnknownEvents choice) {
        return FunctionDecider.copyOf(this).withUnknownEvents(choice);
    }

    /// `decide` as a function. Serializable only so that its parameter types can be read.
    @FunctionalInterface
    interface Decide<S, C, E> extends Serializable {
        Decision<E> decide(S state, C command);
    }

    /// `evolve` as a function. Serializable only so that its parameter types can be read.
    @FunctionalInterface
    interface Evolve<S, E> extends Serializable {
        S evolve(S state, E event);
    }
}
