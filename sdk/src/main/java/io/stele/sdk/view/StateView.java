package io.stele.sdk.view;

import io.stele.model.EventFilter;
import io.stele.model.RecordedEvent;
import io.stele.sdk.Decider;
import io.stele.sdk.EventCodec;
import java.util.List;

/// The generic view of a decider: one row per stream with the state as JSON. It is named after the
/// category and has the columns `id`, `revision`, `updated_at`, `state`, and the indexed fields.
///
/// Called by one thread at a time.
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

    /// The state after one more event of its stream.
    ///
    /// @throws RuntimeException when the event cannot be read; the view stops there
    S evolve(S state, RecordedEvent event);

    /// @return a JSON object
    String toJson(S state);

    S fromJson(String json);
}
