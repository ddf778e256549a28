package io.stele.sdk.view;

import io.stele.model.Checkpoint;
import io.stele.model.Position;
import java.util.Optional;

/// How far a view is.
///
/// @param applied what readers of the view see is applied up to here
/// @param head where the log ended at that moment
/// @param failure present exactly when the state is [ViewState#FAILED]
public record ViewProgress(
        ViewState state, Checkpoint applied, Checkpoint head, Optional<ViewFailure> failure) {

    public ViewProgress {
        if (failure.isPresent() != (state == ViewState.FAILED)) {
            throw new IllegalArgumentException("a view has a failure exactly when it failed");
        }
    }

    public boolean covers(Position position) {
        return applied.covers(position);
    }

    /// Events of the log that are not finished, 0 or more; most of them may not concern the view.
    public long lag() {
        return Math.max(0, head.next() - applied.next());
    }
}
