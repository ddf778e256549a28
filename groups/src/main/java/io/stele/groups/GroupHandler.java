package io.stele.groups;

/// What a service does with an event. Called on a virtual thread of its own, with many events at
/// once, but one of a stream at a time.
@FunctionalInterface
public interface GroupHandler {

    /// Must bear to get the same event again: see [Delivery#deduplicationKey()].
    ///
    /// @return [Outcome#ACK] when it is done
    /// @throws Exception as good as [Outcome#retry(String)] with its message
    Outcome handle(Delivery delivery) throws Exception;
}
