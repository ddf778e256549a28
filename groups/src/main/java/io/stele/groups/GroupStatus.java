package io.stele.groups;

import java.util.List;
import java.util.Objects;

/// How a group stands at a moment.
///
/// @param state what it has done and what not
/// @param head how many positions the log has
/// @param inFlight how many events members have
/// @param members who works for it here, in the order they came; empty when it is at rest
public record GroupStatus(
        GroupName name,
        GroupOptions options,
        GroupState state,
        long head,
        int inFlight,
        List<String> members) {

    public GroupStatus {
        Objects.requireNonNull(name, "name");
        members = List.copyOf(members);
    }

    /// How many positions of the log lie between the group and the log's end. The filter may leave
    /// fewer events to do.
    public long lag() {
        return Math.max(0, head - state.checkpoint().next());
    }

    /// The streams that wait for somebody, in the order of their names.
    public List<HeldStream> parked() {
        return state.held().values().stream()
                .filter(HeldStream::parked)
                .sorted(java.util.Comparator.comparing(held -> held.stream().value()))
                .toList();
    }
}
