package io.stele.groups;

import java.util.concurrent.CompletableFuture;

/// A member's place in a group. For any number of threads.
public interface Membership extends AutoCloseable {

    /// How many events the member wants at once from now on, 0 or more.
    void credit(int events);

    /// Says what became of a delivery.
    ///
    /// @param delivery its [Delivery#id()]
    /// @return whether it was still the member's business; false when it took too long, and another
    ///     member gets it. Fails when the group no longer runs where the member joined it
    CompletableFuture<Boolean> finish(long delivery, Outcome outcome);

    /// Leaves; what the member has goes to others at once. May be called more than once.
    @Override
    void close();
}
