package io.stele.sdk.view;

import io.stele.model.StreamName;
import java.util.List;
import java.util.Optional;

/// Looks after what keeps the views up to date. What is told here is written into the database of the
/// views, so that any instance of the service may be asked, and does not get lost with it; the
/// instance that has the view obeys within a second.
///
/// A command throws [IllegalArgumentException] when there is no such view, and
/// [ProjectionRefusedException] when it makes no sense as things are; nothing changed then.
public interface Projections {

    /// All, in order of their names.
    List<ProjectionStatus> list();

    /// @return empty when there is no such view
    Optional<ProjectionStatus> find(String view);

    /// Builds the view again beside the rows that serve, and switches when it has caught up.
    ProjectionStatus rebuild(String view);

    /// Lets the rows serve that were built and do not serve; those that have fallen behind catch up
    /// first.
    ProjectionStatus switchOver(String view);

    /// Lets the rows serve again that did before, at once and as they are.
    ProjectionStatus switchBack(String view);

    /// Removes all rows of the view that do not serve.
    ProjectionStatus drop(String view);

    /// Stops applying events, until resumed; also across restarts.
    ProjectionStatus pause(String view);

    ProjectionStatus resume(String view);

    /// Tries again to apply the event that a view stopped at.
    ProjectionStatus retry(String view);

    /// Leaves out the event that a view stopped at, and notes that down.
    ProjectionStatus skip(String view);

    /// Makes the rows of one stream anew from its events, also of those left out before.
    ProjectionStatus repair(String view, StreamName stream);
}
