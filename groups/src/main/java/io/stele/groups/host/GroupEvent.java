package io.stele.groups.host;

import io.stele.groups.GroupOptions;
import io.stele.groups.HeldStream;
import io.stele.model.Checkpoint;
import io.stele.model.Position;
import io.stele.model.StreamName;
import java.util.List;

/// What happened to a group, as its stream has it.
public sealed interface GroupEvent {

    /// It begins, perhaps again after it was deleted.
    ///
    /// @param start the first position that it reads
    record GroupCreated(GroupOptions options, Checkpoint start) implements GroupEvent {}

    /// Its members have finished some events.
    ///
    /// @param readTo as in [GroupState]
    /// @param unfinished as in [GroupState]
    record GroupAdvanced(Checkpoint readTo, List<Position> unfinished) implements GroupEvent {
        public GroupAdvanced {
            unfinished = List.copyOf(unfinished);
        }
    }

    /// A stream is held, or is held in another way than before.
    record StreamHeld(HeldStream held) implements GroupEvent {}

    /// A stream is held no longer.
    record StreamReleased(StreamName stream) implements GroupEvent {}

    /// The sum of all events before, so that nobody has to read those.
    record GroupSummarized(GroupOptions options, GroupState state) implements GroupEvent {}

    /// It begins anew elsewhere; what it had not finished is forgotten.
    record GroupReset(Checkpoint start) implements GroupEvent {}

    /// It is gone.
    record GroupDeleted() implements GroupEvent {}
}
