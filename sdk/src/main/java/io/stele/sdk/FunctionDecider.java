package io.stele.sdk;

import java.util.List;
import java.util.Objects;

/// A decider made of its parts.
record FunctionDecider<C, E, S>(
        String category,
        Class<C> commandType,
        Class<E> eventType,
        Class<S> stateType,
        S initialState,
        Decide<S, C, E> decide,
        Evolve<S, E> evolve,
        int version,
        List<Upcaster> upcasters,
        UnknownEvents unknownEvents)
        implements Decider<C, E, S> {

    FunctionDecider {
        checkCategory(category);
        Objects.requireNonNull(initialState, "initialState");
        if (version < 1) {
            throw new IllegalArgumentException("version must be 1 or more: " + version);
        }
        upcasters = List.copyOf(upcasters);
    }

    static <C, E, S> FunctionDecider<C, E, S> copyOf(Decider<C, E, S> other) {
        return other instanceof FunctionDecider<C, E, S> same
                ? same
                : new FunctionDecider<>(
                        other.category(),
                        other.commandType(),
                        other.eventType(),
                        other.stateType(),
                        other.initialState(),
                        other::decide,
                        other::evolve,
                        other.version(),
                        other.upcasters(),
                        other.unknownEvents());
    }

    @Override
    public Decision<E> decide(S state, C command) {
        return decide.decide(state, command);
    }

    @Override
    public S evolve(S state, E event) {
        return evolve.evolve(state, event);
    }

    @Override
    public FunctionDecider<C, E, S> withVersion(int other) {
        return with(other, upcasters, unknownEvents);
    }

    FunctionDecider<C, E, S> withUpcasters(List<Upcaster> other) {
        return with(version, other, unknownEvents);
    }

    @Override
    public FunctionDecider<C, E, S> withUnknownEvents(UnknownEvents choice) {
        return with(version, upcasters, choice);
    }

    private FunctionDecider<C, E, S> with(int v, List<Upcaster> steps, UnknownEvents unknown) {
        return new FunctionDecider<>(
                category,
                commandType,
                eventType,
                stateType,
                initialState,
                decide,
                evolve,
                v,
                steps,
                unknown);
    }

    private static void checkCategory(String category) {
        boolean plain =
                !category.isEmpty()
                        && category.chars()
                                .allMatch(
                                        c -> Character.isLetterOrDigit(c) || c == '_' || c == '.');
        if (!plain) {
            throw new IllegalArgumentException(
                    "a decider's category is made of letters, digits, '_' and '.' (a stream is"
                            + " category-id, so a '-' would be taken for the id's beginning), but is"
                            + " \""
                            + category
                            + "\"");
        }
    }
}
