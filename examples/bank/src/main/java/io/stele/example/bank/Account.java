package io.stele.example.bank;

import static io.stele.sdk.Decision.accept;
import static io.stele.sdk.Decision.refuse;

import io.stele.example.bank.AccountCommand.CloseAccount;
import io.stele.example.bank.AccountCommand.Deposit;
import io.stele.example.bank.AccountCommand.OpenAccount;
import io.stele.example.bank.AccountCommand.Withdraw;
import io.stele.example.bank.AccountEvent.AccountClosed;
import io.stele.example.bank.AccountEvent.AccountOpened;
import io.stele.example.bank.AccountEvent.MoneyDeposited;
import io.stele.example.bank.AccountEvent.MoneyWithdrawn;
import io.stele.sdk.Decision;
import java.util.Locale;

/// An account and all its rules; the balance is in whole minor units and never below 0.
public record Account(String owner, long balance, Status status) {

    /// Where an account is in its life.
    public enum Status {
        NONE,
        OPEN,
        CLOSED;

        @Override
        public String toString() { // what JSON and views show
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final Account EMPTY = new Account("", 0, Status.NONE);

    public Decision<AccountEvent> decide(AccountCommand command) {
        return switch (command) {
            case OpenAccount open -> open(open.owner());
            case Deposit in -> ifOpen(deposit(in.amount()));
            case Withdraw out -> ifOpen(withdraw(out.amount()));
            case CloseAccount close -> ifOpen(close());
        };
    }

    private Decision<AccountEvent> open(String newOwner) {
        if (status != Status.NONE) return refuse("the account was opened before");
        if (newOwner.isBlank()) return refuse("an account must have an owner");
        return accept(new AccountOpened(newOwner));
    }

    private Decision<AccountEvent> deposit(long amount) {
        if (amount <= 0) return refuse("the amount must be above 0, but is " + amount);
        if (amount > Long.MAX_VALUE - balance) return refuse("no account can hold so much");
        return accept(new MoneyDeposited(amount));
    }

    private Decision<AccountEvent> withdraw(long amount) {
        if (amount <= 0) return refuse("the amount must be above 0, but is " + amount);
        if (amount > balance) return refuse("the balance is only " + balance);
        return accept(new MoneyWithdrawn(amount));
    }

    private Decision<AccountEvent> close() {
        if (balance > 0) return refuse("only an empty account can be closed; it has " + balance);
        return accept(new AccountClosed());
    }

    private Decision<AccountEvent> ifOpen(Decision<AccountEvent> decision) {
        return switch (status) {
            case NONE -> refuse("there is no such account; open it first");
            case OPEN -> decision;
            case CLOSED -> refuse("the account is closed");
        };
    }

    public Account evolve(AccountEvent event) {
        return switch (event) {
            case AccountOpened opened -> new Account(opened.owner(), 0, Status.OPEN);
            case MoneyDeposited in -> new Account(owner, balance + in.amount(), status);
            case MoneyWithdrawn out -> new Account(owner, balance - out.amount(), status);
            case AccountClosed closed -> new Account(owner, balance, Status.CLOSED);
        };
    }
}
