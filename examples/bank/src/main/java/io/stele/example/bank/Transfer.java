package io.stele.example.bank;

import static io.stele.sdk.Decision.accept;
import static io.stele.sdk.Decision.nothing;
import static io.stele.sdk.Decision.refuse;

import io.stele.example.bank.TransferCommand.AcceptTransfer;
import io.stele.example.bank.TransferCommand.RequestTransfer;
import io.stele.example.bank.TransferCommand.Step;
import io.stele.example.bank.TransferEvent.TransferAccepted;
import io.stele.example.bank.TransferEvent.TransferCompleted;
import io.stele.example.bank.TransferEvent.TransferFailed;
import io.stele.example.bank.TransferEvent.TransferGivenUp;
import io.stele.example.bank.TransferEvent.TransferOffered;
import io.stele.example.bank.TransferEvent.TransferRequested;
import io.stele.example.bank.TransferEvent.TransferReturned;
import io.stele.sdk.Decision;
import java.util.Locale;

/// Money on its way from one account to another. It is taken from the one, offered to the other side,
/// and given to the other account once it is accepted; if it is not, it goes back.
public record Transfer(
        String from, String to, long amount, int acceptWithinSeconds, Status status) {

    /// Where a transfer is in its life; it ends in `completed`, `returned` or `failed`.
    public enum Status {
        NONE,
        REQUESTED,
        OFFERED,
        ACCEPTED,
        GIVEN_UP,
        COMPLETED,
        RETURNED,
        FAILED;

        @Override
        public String toString() { // what JSON and views show
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    private static final int ONE_DAY = 24 * 60 * 60;

    public static final Transfer EMPTY = new Transfer("", "", 0, 0, Status.NONE);

    public Decision<TransferEvent> decide(TransferCommand command) {
        return switch (command) {
            case RequestTransfer it -> request(it);
            case AcceptTransfer it -> acceptance();
            case Step.Offer it -> when(Status.REQUESTED, new TransferOffered());
            case Step.Fail it -> when(Status.REQUESTED, new TransferFailed(it.reason()));
            case Step.Expire it ->
                    when(Status.OFFERED, new TransferGivenUp("not accepted in time"));
            case Step.GiveUp it -> when(Status.ACCEPTED, new TransferGivenUp(it.reason()));
            case Step.Complete it -> when(Status.ACCEPTED, new TransferCompleted());
            case Step.ConfirmReturn it -> when(Status.GIVEN_UP, new TransferReturned());
        };
    }

    private Decision<TransferEvent> request(RequestTransfer it) {
        int seconds = it.acceptWithinSeconds().orElse(ONE_DAY);
        if (status != Status.NONE) return refuse("the transfer was requested before");
        if (it.amount() <= 0) return refuse("the amount must be above 0, but is " + it.amount());
        if (it.from().isEmpty() || it.to().isEmpty()) return refuse("it takes two accounts");
        if (it.from().equals(it.to())) return refuse("it takes two accounts, not one");
        if (seconds < 0) return refuse("the other side must have time to accept it");
        return accept(new TransferRequested(it.from(), it.to(), it.amount(), seconds));
    }

    private Decision<TransferEvent> acceptance() {
        return switch (status) {
            case NONE -> refuse("there is no such transfer; request it first");
            case REQUESTED -> refuse("the money is not there yet");
            case OFFERED -> accept(new TransferAccepted());
            case ACCEPTED, GIVEN_UP, COMPLETED, RETURNED, FAILED ->
                    refuse("the transfer is " + status);
        };
    }

    private Decision<TransferEvent> when(Status expected, TransferEvent event) {
        return status == expected ? accept(event) : nothing();
    }

    public Transfer evolve(TransferEvent event) {
        return switch (event) {
            case TransferRequested it ->
                    new Transfer(
                            it.from(),
                            it.to(),
                            it.amount(),
                            it.acceptWithinSeconds(),
                            Status.REQUESTED);
            case TransferOffered it -> with(Status.OFFERED);
            case TransferFailed it -> with(Status.FAILED);
            case TransferAccepted it -> with(Status.ACCEPTED);
            case TransferGivenUp it -> with(Status.GIVEN_UP);
            case TransferCompleted it -> with(Status.COMPLETED);
            case TransferReturned it -> with(Status.RETURNED);
        };
    }

    private Transfer with(Status other) {
        return new Transfer(from, to, amount, acceptWithinSeconds, other);
    }
}
