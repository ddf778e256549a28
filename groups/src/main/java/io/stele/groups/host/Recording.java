package io.stele.groups.host;

import io.stele.groups.HeldStream;
import io.stele.model.Checkpoint;
import io.stele.model.Position;
import io.stele.model.StreamName;
import java.util.List;

/// What of a group's state has changed since the recording before, to be written down.
///
/// @param readTo as in [GroupState]
/// @param unfinished as in [GroupState]
/// @param held streams that are held, as they are now
/// @param released streams that are no longer held
/// @param acks how many there were since the group was opened
public record Recording(
        Checkpoint readTo,
        List<Position> unfinished,
        List<HeldStream> held,
        List<StreamName> released,
        long acks) {

    public Recording {
        unfinished = List.copyOf(unfinished);
        held = List.copyOf(held);
        released = List.copyOf(released);
    }
}
