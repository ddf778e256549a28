package io.stele.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What became of an append. Both cases are ordinary answers; a store that cannot answer throws a
/// [StoreException].
public sealed interface AppendResult {

    /// How many unseen events a conflict brings along at most.
    int UNSEEN_MAX = 100;

    /// All events are on disk (or on the replicas) and survive a crash.
    ///
    /// @param streams what each stream got, in the order of the append; not empty
    /// @param last position of the last event of the append
    /// @param duplicate whether this append had been written before, and this is the first answer
    ///     again
    record Appended(List<StreamRange> streams, Position last, boolean duplicate)
            implements AppendResult {
        public Appended {
            streams = List.copyOf(streams);
            Objects.requireNonNull(last, "last");
        }
    }

    /// Nothing was written, because the log is not as the caller believed.
    ///
    /// @param cause which expectation or condition failed; the first one where several did
    /// @param unseen the events that the caller had not seen, in order, at most [#UNSEEN_MAX],
    ///     and fewer where they are large; may be empty (the stream is shorter than expected)
    record Conflict(Cause cause, List<RecordedEvent> unseen) implements AppendResult {
        public Conflict {
            Objects.requireNonNull(cause, "cause");
            unseen = List.copyOf(unseen);
        }
    }

    /// The place that the events of one stream got.
    ///
    /// @param first revision of the first event
    /// @param last revision of the last event
    record StreamRange(StreamName stream, Revision first, Revision last) {}

    /// Why an append was not written.
    sealed interface Cause {

        /// A stream was not as expected.
        ///
        /// @param actual its last revision, or empty when it does not exist
        record StreamMoved(StreamName stream, Expectation expected, Optional<Revision> actual)
                implements Cause {}

        /// An event matched the append condition.
        ///
        /// @param match position of the first such event
        record ConditionFailed(AppendCondition condition, Position match) implements Cause {}
    }
}
