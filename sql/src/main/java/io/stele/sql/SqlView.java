package io.stele.sql;

import io.stele.sdk.view.View;
import java.util.List;

/// A view by hand: a table, and how each event changes its rows. See the example `AccountsView`.
///
/// Each event is applied exactly once, in the order of the log, together with the view's
/// checkpoint; also across crashes. The same events must give the same rows, so a view looks at
/// nothing but the event and its own tables.
///
/// @param <E> the events
public interface SqlView<E> extends View {

    /// Which events it gets.
    EventSource<E> source();

    /// The table that queries see.
    Table table();

    /// Further tables that only the view itself uses.
    default List<Table> helperTables() {
        return List.of();
    }

    /// Whether each stream has rows of its own: in every table the key's first column is the id of
    /// the stream ([EventContext#id()]) whose events alone make them. The rows of such a stream can be
    /// repaired by themselves.
    default boolean byStream() {
        return false;
    }

    /// Raise it whenever [#apply] changes its meaning: the view is built again from the log's
    /// beginning. A changed table does that by itself.
    default int version() {
        return 1;
    }

    /// The name of the table.
    @Override
    default String name() {
        return table().name();
    }

    /// Changes the rows for one event. Called by one thread at a time.
    ///
    /// @throws RuntimeException to stop the view before this event
    void apply(E event, EventContext context, Rows rows);
}
