package io.stele.sdk.view;

import io.stele.model.Checkpoint;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// Rows of a view, all of one moment.
///
/// @param rows in the order that was asked for; may be empty
/// @param next the cursor to ask for more; empty when this was all
/// @param count of all rows that pass the filters; empty when it was not asked for
/// @param applied exactly this much of the log is in the rows
/// @param version of the tables that the rows are from
public record ViewPage(
        List<ViewRow> rows,
        Optional<String> next,
        OptionalLong count,
        Checkpoint applied,
        Version version) {

    public ViewPage {
        rows = List.copyOf(rows);
        Objects.requireNonNull(next, "next");
        Objects.requireNonNull(count, "count");
        Objects.requireNonNull(applied, "applied");
        Objects.requireNonNull(version, "version");
    }

    /// Which tables a page is from, and what was the last to change them. Pages of one version have
    /// the same rows, unless somebody changed rows beside the log.
    ///
    /// @param tables stands for one build of the view; another one may have other columns
    /// @param lastEvent the position of the last event in them; -1 when there is none
    public record Version(String tables, long lastEvent) {
        public Version {
            Objects.requireNonNull(tables, "tables");
        }
    }
}
