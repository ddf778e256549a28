package io.stele.sdk.view;

import io.stele.model.EventStore;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/// What a view engine works on.
///
/// @param store the log to follow; stays open longer than the engine
/// @param database where the views are kept, a JDBC URL such as `jdbc:sqlite:data/views.db`
/// @param views written by hand
/// @param stateViews generic ones
public record ViewEngineContext(
        EventStore store,
        String database,
        List<View> views,
        List<StateView<?>> stateViews,
        Clock clock) {
    public ViewEngineContext {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(database, "database");
        views = List.copyOf(views);
        stateViews = List.copyOf(stateViews);
        Objects.requireNonNull(clock, "clock");
    }
}
