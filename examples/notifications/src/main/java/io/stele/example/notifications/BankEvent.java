package io.stele.example.notifications;

import io.stele.sdk.EventType;

/// What this service needs to know of the bank's events, in its own words. It shares their names and
/// no code with the bank.
public sealed interface BankEvent {
    @EventType("AccountOpened")
    record AccountOpened(String owner) implements BankEvent {}

    @EventType("MoneyDeposited")
    record MoneyArrived(long amount) implements BankEvent {}

    @EventType("MoneyWithdrawn")
    record MoneyWent(long amount) implements BankEvent {}
}
