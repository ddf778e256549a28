package io.stele.groups;

/// What a group tells a member. Called on the group's thread: hand it on, and return.
public interface MemberListener {

    /// An event to work on.
    void deliver(Delivery delivery);

    /// The member is no longer one: the group ended, moved or failed. What it had goes to others.
    void ended(RuntimeException why);
}
