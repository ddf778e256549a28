package io.stele.sql;

/// Places between which a projection may be torn down; tests kill it there.
enum Step {
    BEFORE_TRANSACTION,
    IN_TRANSACTION,
    BEFORE_COMMIT,
    AFTER_COMMIT;

    /// Told whenever a step is reached.
    interface Listener {
        Listener NONE = step -> {};

        void reached(Step step);
    }
}
