package io.stele.example.bank;

import static io.stele.sdk.reactor.Addressed.to;
import static io.stele.sdk.reactor.Reaction.after;
import static io.stele.sdk.reactor.Reaction.all;
import static io.stele.sdk.reactor.Reaction.cancel;
import static io.stele.sdk.reactor.Reaction.nothing;
import static io.stele.sdk.reactor.Reaction.send;

import io.stele.example.bank.AccountCommand.Deposit;
import io.stele.example.bank.AccountCommand.Withdraw;
import io.stele.example.bank.TransferCommand.Step;
import io.stele.example.bank.TransferEvent.TransferAccepted;
import io.stele.example.bank.TransferEvent.TransferCompleted;
import io.stele.example.bank.TransferEvent.TransferFailed;
import io.stele.example.bank.TransferEvent.TransferGivenUp;
import io.stele.example.bank.TransferEvent.TransferOffered;
import io.stele.example.bank.TransferEvent.TransferRequested;
import io.stele.example.bank.TransferEvent.TransferReturned;
import io.stele.sdk.Decider;
import io.stele.sdk.reactor.Addressed;
import io.stele.sdk.reactor.Cause;
import io.stele.sdk.reactor.Reaction;
import io.stele.sdk.reactor.Reactor;
import java.time.Duration;

/// What each event of a transfer sets off at the two accounts.
public final class TransferProcess implements Reactor<TransferCommand, TransferEvent, Transfer> {

    @Override
    public String name() {
        return "transfers";
    }

    @Override
    public Decider<TransferCommand, TransferEvent, Transfer> source() {
        return Bank.TRANSFER;
    }

    @Override
    public Reaction<TransferCommand> react(Transfer transfer, TransferEvent event, Cause cause) {
        return switch (event) {
            case TransferRequested it ->
                    send(withdraw(it.from(), it.amount()), new Step.Offer(), Step.Fail::new);
            case TransferOffered it -> after("acceptance", time(transfer), new Step.Expire());
            case TransferAccepted it ->
                    all(
                            cancel("acceptance"),
                            send(
                                    deposit(transfer.to(), transfer.amount()),
                                    new Step.Complete(),
                                    Step.GiveUp::new));
            case TransferGivenUp it ->
                    send(deposit(transfer.from(), transfer.amount()), new Step.ConfirmReturn());
            case TransferFailed it -> nothing();
            case TransferCompleted it -> nothing();
            case TransferReturned it -> nothing();
        };
    }

    private static Addressed<AccountCommand> withdraw(String account, long amount) {
        return to(Bank.ACCOUNT, account, new Withdraw(amount));
    }

    private static Addressed<AccountCommand> deposit(String account, long amount) {
        return to(Bank.ACCOUNT, account, new Deposit(amount));
    }

    private static Duration time(Transfer transfer) {
        return Duration.ofSeconds(transfer.acceptWithinSeconds());
    }
}
