package io.stele.sdk.view;

import io.stele.model.EventFilter;
import io.stele.model.RecordedEvent;
import io.stele.sdk.Decider;
import io.stele.sdk.EventCodec;
import io.stele.sdk.json.Json;
import io.stele.sdk.json.Shapes;
import java.util.List;
import java.util.function.UnaryOperator;

/// The generic view that a decider's own functions make.
record DeciderStateView<E, S>(
        Decider<?, E, S> decider, EventCodec<E> codec, List<StateField> fields)
        implements StateView<S> {

    @Override
    public String category() {
        return decider.category();
    }

    @Override
    public EventFilter filter() {
        return EventFilter.category(decider.category());
    }

    /// Differs when the decider's version or the state's fields differ; the view keeps the hash of
    /// it only.
    @Override
    public String fingerprint() {
        return "v" + decider.version() + " " + Shapes.of(decider.stateType()).schema();
    }

    @Override
    public S initialState() {
        return decider.initialState();
    }

    @Override
    public UnaryOperator<S> read(RecordedEvent event) {
        List<E> read = codec.decodeAll(event, decider.unknownEvents());
        return state -> {
            S after = state;
            for (E each : read) {
                after = decider.evolve(after, each);
            }
            return after;
        };
    }

    @Override
    public String toJson(S state) {
        return Json.STATES.writeValueAsString(state);
    }

    @Override
    public S fromJson(String json) {
        return Json.STATES.readValue(json, decider.stateType());
    }
}
