package io.stele.sdk.view;

import io.stele.model.EventStore;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/// What a view engine works on.
///
/// @param store the log to follow; stays open longer than the engine
/// @param database where the views are kept
/// @param views written by hand
/// @param stateViews generic ones
/// @param options how they are kept up to date
public record ViewEngineContext(
        EventStore store,
        ViewDatabase database,
        List<View> views,
        List<StateView<?>> stateViews,
        Clock clock,
        ViewOptions options) {
    public ViewEngineContext {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(database, "database");
        views = List.copyOf(views);
        stateViews = List.copyOf(stateViews);
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(options, "options");
    }

    /// With the default options.
    public ViewEngineContext(
            EventStore store,
            ViewDatabase database,
            List<View> views,
            List<StateView<?>> stateViews,
            Clock clock) {
        this(store, database, views, stateViews, clock, ViewOptions.DEFAULT);
    }

    /// @param url of a database that needs no more, such as `jdbc:sqlite:data/views.db`
    public ViewEngineContext(
            EventStore store,
            String url,
            List<View> views,
            List<StateView<?>> stateViews,
            Clock clock) {
        this(store, ViewDatabase.at(url), views, stateViews, clock);
    }
}
