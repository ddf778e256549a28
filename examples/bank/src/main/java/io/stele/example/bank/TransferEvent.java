package io.stele.example.bank;

import io.stele.sdk.EventType;

/// What has happened to a transfer.
public sealed interface TransferEvent {
    @EventType("TransferRequested")
    record TransferRequested(String from, String to, long amount, int acceptWithinSeconds)
            implements TransferEvent {}

    /// The money was taken from the one account and waits for the other side to accept it.
    @EventType("TransferOffered")
    record TransferOffered() implements TransferEvent {}

    /// No money was taken.
    @EventType("TransferFailed")
    record TransferFailed(String reason) implements TransferEvent {}

    @EventType("TransferAccepted")
    record TransferAccepted() implements TransferEvent {}

    /// The money goes back.
    @EventType("TransferGivenUp")
    record TransferGivenUp(String reason) implements TransferEvent {}

    @EventType("TransferCompleted")
    record TransferCompleted() implements TransferEvent {}

    @EventType("TransferReturned")
    record TransferReturned() implements TransferEvent {}
}
