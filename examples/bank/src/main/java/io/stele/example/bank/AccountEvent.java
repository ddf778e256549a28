package io.stele.example.bank;

import io.stele.sdk.EventType;

/// What has happened to an account.
public sealed interface AccountEvent {
    @EventType("AccountOpened")
    record AccountOpened(String owner) implements AccountEvent {}

    @EventType("MoneyDeposited")
    record MoneyDeposited(long amount) implements AccountEvent {}

    @EventType("MoneyWithdrawn")
    record MoneyWithdrawn(long amount) implements AccountEvent {}

    @EventType("AccountClosed")
    record AccountClosed() implements AccountEvent {}
}
