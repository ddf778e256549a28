package io.stele.groups;

/// What became of the events that members were given, since the group was opened where it runs.
///
/// @param delivered how often an event was given to a member
/// @param finished how many were acknowledged
/// @param retried how often one has to be tried again: a member said so, took too long, or went away
/// @param parked how often a stream was parked
public record GroupCounts(long delivered, long finished, long retried, long parked) {

    /// Nothing was given.
    public static final GroupCounts NONE = new GroupCounts(0, 0, 0, 0);
}
