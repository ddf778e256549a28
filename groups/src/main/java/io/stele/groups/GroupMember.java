package io.stele.groups;

import java.util.Objects;

/// Who works for a group.
///
/// @param credit how many events it wants at once
/// @param inFlight how many it has
/// @param counts since it joined
public record GroupMember(String name, int credit, int inFlight, GroupCounts counts) {

    public GroupMember {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(counts, "counts");
    }
}
