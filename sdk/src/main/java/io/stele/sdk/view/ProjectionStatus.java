package io.stele.sdk.view;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// How a projection is doing.
///
/// @param version of the code in this instance of the service
/// @param state of the rows that serve
/// @param note what else there is to know, for people
/// @param head how many events the log has
/// @param builds the rows there are, the newest last
/// @param skipped events that were left out, the last hundred
/// @param repairs of streams that were asked for, with what became of them
public record ProjectionStatus(
        String view,
        int version,
        ViewState state,
        Optional<String> note,
        long head,
        List<Build> builds,
        List<Skipped> skipped,
        List<Repair> repairs) {

    public ProjectionStatus {
        Objects.requireNonNull(view, "view");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(note, "note");
        builds = List.copyOf(builds);
        skipped = List.copyOf(skipped);
        repairs = List.copyOf(repairs);
    }

    /// Rows that were built of the log.
    ///
    /// @param number counts from 1
    /// @param role `serving`, `building`, `previous` (served before), or `withdrawn` (switched back
    ///     from)
    /// @param current whether the code of this instance makes such rows
    /// @param applied events of the log that are in
    /// @param perSecond how many of them lately; 0 where nothing is to be done
    /// @param secondsLeft until it has caught up, at that rate
    /// @param runner which process applies events to it, or did last
    public record Build(
            long number,
            int version,
            String fingerprint,
            String role,
            boolean current,
            long applied,
            long perSecond,
            OptionalLong secondsLeft,
            String runner,
            Optional<ViewFailure> failure) {}

    /// An event that was left out of a build.
    public record Skipped(
            long build, long position, String stream, long revision, String type, String reason) {}

    /// @param outcome `asked`, `done`, or what went wrong
    public record Repair(long build, String stream, String outcome) {}
}
