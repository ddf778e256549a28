package io.stele.sdk.view;

import io.stele.model.Checkpoint;
import io.stele.model.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Keeps the views of a service up to date and answers questions about them. For any number of
/// threads.
///
/// Methods that take a view's name throw [IllegalArgumentException] when there is no such view.
public interface ViewEngine extends AutoCloseable {

    /// All views, in order of their names.
    List<ViewDescription> describe();

    /// One view.
    ///
    /// @return empty when there is no such view
    Optional<ViewDescription> describe(String view);

    /// Rows of a view. Waits for the database, not for the log: see [#awaitApplied].
    ///
    /// @throws InvalidViewQueryException when the view cannot answer such a query
    ViewPage query(String view, ViewQuery query);

    /// As [#query], but only when events were applied to the view since an earlier answer.
    ///
    /// @param known the version of that answer
    /// @return empty when the answer is still the same
    Optional<ViewPage> queryUnless(String view, ViewQuery query, ViewPage.Version known);

    /// The row with this key.
    ///
    /// @throws InvalidViewQueryException when the key is not of the key column's type
    ViewLookup row(String view, String key);

    /// Waits until readers of the view see the event at `position` applied.
    ///
    /// @return how far the view is: it covers the position, has failed, or the time ran out
    ViewProgress awaitApplied(String view, Position position, Duration timeout)
            throws InterruptedException;

    /// Waits until readers of all views see the event at `position` applied: whoever has written
    /// it reads it from then on.
    ///
    /// @throws ViewBehindException when one has failed before that, or the time ran out
    default void awaitApplied(Position position, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        for (ViewDescription view : describe()) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            ViewProgress progress = awaitApplied(view.name(), position, left);
            if (!progress.covers(position)) {
                throw new ViewBehindException(view.name(), position, progress);
            }
        }
    }

    /// As the other `awaitApplied`, for at most five seconds.
    default void awaitApplied(Position position) throws InterruptedException {
        awaitApplied(position, Duration.ofSeconds(5));
    }

    /// How far readers of the view see the log applied.
    Checkpoint applied(String view);

    /// Looks after what keeps the views up to date.
    Projections projections();

    /// Stops applying; what was applied stays.
    @Override
    void close();
}
