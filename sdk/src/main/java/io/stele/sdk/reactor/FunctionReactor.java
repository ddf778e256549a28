package io.stele.sdk.reactor;

import io.stele.sdk.Decider;
import java.util.Objects;

/// A reactor made of its parts.
record FunctionReactor<C, E, S>(
        String name, Decider<C, E, S> source, React<C, E, S> react, boolean hearsHistory)
        implements Reactor<C, E, S> {

    FunctionReactor {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(react, "react");
    }

    @Override
    public Reaction<C> react(S state, E event, Cause cause) {
        return react.react(state, event, cause);
    }
}
