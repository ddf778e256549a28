package io.stele.sdk.view;

import io.stele.model.EventFilter;
import io.stele.model.RecordedEvent;
import io.stele.sdk.Decider;
import io.stele.sdk.EventCodec;
import java.util.List;
import java.util.function.UnaryOperator;

/// The generic view of a decider: one row per stream with the state as JSON. It is named after the
/// category and has the columns `id`, `revision`, `updated_at`, `state`, and the indexed fields.
///
/// Called by one thread at a time, but for [#read].
///
/// @param <S> the state; immutable
public interface StateView<S> {

    /// The view of a decider, with fields to filter and sort by; see [StateField#of].
    static <E, S> StateView<S> of(Decider<?, E, S> decider, List<StateField> fields) {
        return new DeciderStateView<>(decider, EventCodec.of(decider), List.copyOf(fields));
    }

    String category();

    /// Which events change the state.
    EventFilter filter();

    /// Differs whenever states of earlier code are of no use, so that the view has to begin again.
    String fingerprint();

    List<StateField> fields();

    S initialState();

    /// What an event of a stream does to its state. For any thread; what it returns is applied by one
    /// thread, in the order of the events.
    ///
    /// @throws RuntimeException when the event cannot be read; the view stops there
    UnaryOperator<S> read(RecordedEvent event);

    /// @return a JSON object
    String toJson(S state);

    S fromJson(String json);
}
