package io.stele.sdk;

/// A small bank account for the tests of this module.
public record Account(String owner, long balance, Status status) {

    public enum Status {
        NONE,
        OPEN,
        CLOSED
    }

    public sealed interface Command {
        record Open(String owner) implements Command {}

        record Deposit(long amount) implements Command {}

        record Withdraw(long amount) implements Command {}

        record Touch() implements Command {}
    }

    public sealed interface Event {
        @EventType("AccountOpened")
        record Opened(String owner) implements Event {}

        @EventType("MoneyDeposited")
        record Deposited(long amount) implements Event {}

        @EventType("MoneyWithdrawn")
        record Withdrawn(long amount) implements Event {}
    }

    public static final Account EMPTY = new Account("", 0, Status.NONE);
    public static final Decider<Command, Event, Account> DECIDER =
            Decider.of("account", EMPTY, Account::decide, Account::evolve);

    public Decision<Event> decide(Command command) {
        return switch (command) {
            case Command.Open open when status == Status.NONE ->
                    Decision.accept(new Event.Opened(open.owner()));
            case Command.Open open -> Decision.refuse("the account is open");
            case Command.Touch touch -> Decision.nothing();
            case Command.Deposit deposit when status == Status.OPEN ->
                    Decision.accept(new Event.Deposited(deposit.amount()));
            case Command.Withdraw withdraw when withdraw.amount() <= balance ->
                    Decision.accept(new Event.Withdrawn(withdraw.amount()));
            case Command.Deposit deposit -> Decision.refuse("the account is not open");
            case Command.Withdraw withdraw -> Decision.refuse("the balance is only " + balance);
        };
    }

    public Account evolve(Event event) {
        return switch (event) {
            case Event.Opened opened -> new Account(opened.owner(), 0, Status.OPEN);
            case Event.Deposited deposited ->
                    new Account(owner, balance + deposited.amount(), status);
            case Event.Withdrawn withdrawn ->
                    new Account(owner, balance - withdrawn.amount(), status);
        };
    }

    boolean isOpen() {
        return status == Status.OPEN;
    }
}
