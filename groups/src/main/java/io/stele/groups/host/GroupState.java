package io.stele.groups.host;

import io.stele.groups.HeldStream;
import io.stele.model.Checkpoint;
import io.stele.model.Position;
import io.stele.model.StreamName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a group must not forget: every event below `readTo` that passes the filter is finished, but
/// for those listed here, and those of held streams.
///
/// @param readTo how far the log was read
/// @param unfinished positions below `readTo`, ascending
/// @param held by stream; of each, the events from its `next` on
public record GroupState(
        Checkpoint readTo, List<Position> unfinished, Map<StreamName, HeldStream> held) {

    public GroupState {
        unfinished = List.copyOf(unfinished);
        held = Collections.unmodifiableMap(new LinkedHashMap<>(held)); // in a set order
    }

    /// Nothing is finished of what comes from here on.
    public static GroupState startingAt(Checkpoint start) {
        return new GroupState(start, List.of(), Map.of());
    }

    /// Everything below it is finished or waits in a held stream.
    public Checkpoint checkpoint() {
        return unfinished.isEmpty() ? readTo : new Checkpoint(unfinished.getFirst().value());
    }
}
