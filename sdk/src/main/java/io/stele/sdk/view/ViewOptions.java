package io.stele.sdk.view;

import java.util.Objects;

/// How the views of a service are kept up to date.
public record ViewOptions(WhenChanged whenChanged, WhenPoisoned whenPoisoned) {

    /// What is done about a view whose definition is not the one of the rows that serve.
    public enum WhenChanged {
        /// Builds it beside the old rows, which serve until then.
        REBUILD,
        /// Goes on serving the old rows as they are, until told to rebuild.
        KEEP,
        /// Does not start.
        REFUSE
    }

    /// What is done about an event that a view cannot apply.
    public enum WhenPoisoned {
        /// The view stops before it and waits to be told.
        PAUSE,
        /// The event is noted down and left out.
        SKIP
    }

    public static final ViewOptions DEFAULT =
            new ViewOptions(WhenChanged.REBUILD, WhenPoisoned.PAUSE);

    public ViewOptions {
        Objects.requireNonNull(whenChanged, "whenChanged");
        Objects.requireNonNull(whenPoisoned, "whenPoisoned");
    }

    public ViewOptions with(WhenChanged other) {
        return new ViewOptions(other, whenPoisoned);
    }

    public ViewOptions with(WhenPoisoned other) {
        return new ViewOptions(whenChanged, other);
    }
}
