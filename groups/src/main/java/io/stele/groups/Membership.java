package io.stele.groups;

import java.util.concurrent.CompletableFuture;

/// A member's place in a group. For any number of threads.
public final class Membership implements AutoCloseable {

    private final GroupHost host;
    private final String member;

    Membership(GroupHost host, String member) {
        this.host = host;
        this.member = member;
    }

    /// How many events the member wants at once from now on, 0 or more.
    public void credit(int events) {
        var unused =
                host.ask(group -> {
                    group.join(member, events);
                    return events;
                });
    }

    /// Says what became of a delivery.
    ///
    /// @return whether it was still the member's business; false when it took too long, and another
    ///     member gets it
    public CompletableFuture<Boolean> finish(long delivery, Outcome outcome) {
        return host.finish(delivery, outcome);
    }

    /// Leaves; what the member has goes to others at once. May be called more than once.
    @Override
    public void close() {
        var unused = host.leave(member);
    }
}
