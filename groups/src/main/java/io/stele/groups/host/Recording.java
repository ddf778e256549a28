package io.stele.groups.host;

import io.stele.groups.HeldStream;
import io.stele.model.Checkpoint;
import io.stele.model.Position;
import io.stele.model.StreamName;
import java.util.ArrayList;
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

    /// The same as events, in steps that are written one after the other, each of them all or nothing.
    /// After any of them what is written down is true, if not the latest: a stream is held before its
    /// events are left out of the unfinished ones, and released after the reader has moved on.
    ///
    /// @param eventsMax of a step, 1 or more
    List<List<GroupEvent>> steps(int eventsMax) {
        List<GroupEvent> all = new ArrayList<>();
        held.forEach(stream -> all.add(new GroupEvent.StreamHeld(stream)));
        all.add(new GroupEvent.GroupAdvanced(readTo, unfinished));
        released.forEach(stream -> all.add(new GroupEvent.StreamReleased(stream)));
        List<List<GroupEvent>> steps = new ArrayList<>();
        for (int from = 0; from < all.size(); from += eventsMax) {
            steps.add(List.copyOf(all.subList(from, Math.min(from + eventsMax, all.size()))));
        }
        return steps;
    }
}
