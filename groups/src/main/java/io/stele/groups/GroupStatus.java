package io.stele.groups;

import io.stele.model.Checkpoint;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// How a group stands at a moment.
///
/// @param checkpoint every event below it is finished, or waits in a held stream
/// @param readTo how far the log was read
/// @param head where the log ended
/// @param waitingSince when the event at the checkpoint was recorded, if the group has not finished
///     it; empty when nothing but held streams waits
/// @param members who works for it, in the order in which they came; empty when it is at rest
/// @param held the streams it got stuck in, in the order of their names
/// @param counts of all members, those that left too; nothing when it is at rest
public record GroupStatus(
        GroupName name,
        GroupOptions options,
        Checkpoint checkpoint,
        Checkpoint readTo,
        Checkpoint head,
        Optional<Instant> waitingSince,
        List<GroupMember> members,
        List<HeldStream> held,
        GroupCounts counts) {

    public GroupStatus {
        Objects.requireNonNull(name, "name");
        members = List.copyOf(members);
        held = List.copyOf(held);
        Objects.requireNonNull(counts, "counts");
    }

    /// How many positions of the log lie between the group and the log's end; 0 when there is nothing
    /// to do. The filter may leave fewer events to do.
    public long lag() {
        return waitingSince.isEmpty() ? 0 : Math.max(0, head.next() - checkpoint.next());
    }

    /// How many events members have.
    public int inFlight() {
        return members.stream().mapToInt(GroupMember::inFlight).sum();
    }

    /// The streams that wait for somebody, in the order of their names.
    public List<HeldStream> parked() {
        return held.stream().filter(HeldStream::parked).toList();
    }
}
