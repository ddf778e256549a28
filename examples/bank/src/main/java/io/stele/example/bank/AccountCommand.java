package io.stele.example.bank;

/// What can be asked of an account. Amounts are whole minor units (cents).
public sealed interface AccountCommand {
    record OpenAccount(String owner) implements AccountCommand {}

    record Deposit(long amount) implements AccountCommand {}

    record Withdraw(long amount) implements AccountCommand {}

    record CloseAccount() implements AccountCommand {}
}
