package io.stele.example.bank;

import static io.stele.example.bank.Account.Status.OPEN;
import static io.stele.example.bank.Bank.ACCOUNT;
import static io.stele.example.bank.Bank.TRANSFER;
import static io.stele.sdk.reactor.Addressed.to;

import io.stele.example.bank.AccountCommand.CloseAccount;
import io.stele.example.bank.AccountCommand.Deposit;
import io.stele.example.bank.AccountCommand.OpenAccount;
import io.stele.example.bank.AccountCommand.Withdraw;
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
import io.stele.testkit.ProcessTest;
import io.stele.testkit.ReactorTest;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransferProcessTest {

    private static final TransferRequested REQUESTED = new TransferRequested("1", "2", 30, 60);

    private final ReactorTest<TransferCommand, TransferEvent, Transfer> transfers =
            ReactorTest.of(new TransferProcess());

    private final ProcessTest bank =
            ProcessTest.of(new TransferProcess(), ACCOUNT)
                    .given(
                            to(ACCOUNT, "1", new OpenAccount("ann")),
                            to(ACCOUNT, "1", new Deposit(100)),
                            to(ACCOUNT, "2", new OpenAccount("bob")));

    @AfterEach
    void close() {
        bank.close();
    }

    private static RequestTransfer request(long amount) {
        return new RequestTransfer("1", "2", amount, Optional.of(60));
    }

    @Test
    void theMoneyIsTakenFirst() {
        transfers
                .given()
                .when(REQUESTED)
                .thenSends(to(ACCOUNT, "1", new Withdraw(30)))
                .ifAccepted(new Step.Offer())
                .ifRefused("the balance is only 20", new Step.Fail("the balance is only 20"));
    }

    @Test
    void theOtherSideHasSomeTimeToAcceptIt() {
        transfers
                .given(REQUESTED)
                .when(new TransferOffered())
                .thenSends()
                .thenAfter("acceptance", Duration.ofMinutes(1), new Step.Expire());
    }

    @Test
    void whatWasAcceptedIsPaidOut() {
        transfers
                .given(REQUESTED, new TransferOffered())
                .when(new TransferAccepted())
                .thenCancels("acceptance")
                .thenSends(to(ACCOUNT, "2", new Deposit(30)))
                .ifAccepted(new Step.Complete())
                .ifRefused("the account is closed", new Step.GiveUp("the account is closed"));
    }

    @Test
    void whatIsGivenUpGoesBackAndNobodyMayRefuseIt() {
        transfers
                .given(REQUESTED, new TransferOffered())
                .when(new TransferGivenUp("not accepted in time"))
                .thenSends(to(ACCOUNT, "1", new Deposit(30)))
                .ifRefusedParks();
    }

    @Test
    void anEndIsAnEnd() {
        transfers.given(REQUESTED).when(new TransferFailed("the balance is only 20")).thenNothing();
    }

    @Test
    void moneyGoesFromOneAccountToTheOther() {
        bank.when(to(TRANSFER, "t", request(30)))
                .thenState(ACCOUNT, "1", new Account("ann", 70, OPEN))
                .thenState(ACCOUNT, "2", new Account("bob", 0, OPEN))
                .thenTimers("acceptance of t")
                .when(to(TRANSFER, "t", new AcceptTransfer()))
                .thenState(ACCOUNT, "2", new Account("bob", 30, OPEN))
                .thenEvents(
                        TRANSFER,
                        "t",
                        REQUESTED,
                        new TransferOffered(),
                        new TransferAccepted(),
                        new TransferCompleted())
                .thenTimers()
                .after(Duration.ofDays(1))
                .thenState(ACCOUNT, "2", new Account("bob", 30, OPEN));
    }

    @Test
    void whatIsNotAcceptedInTimeGoesBack() {
        bank.when(to(TRANSFER, "t", request(30)))
                .after(Duration.ofSeconds(59))
                .thenState(ACCOUNT, "1", new Account("ann", 70, OPEN))
                .after(Duration.ofSeconds(1))
                .thenState(ACCOUNT, "1", new Account("ann", 100, OPEN))
                .thenEvents(
                        TRANSFER,
                        "t",
                        REQUESTED,
                        new TransferOffered(),
                        new TransferGivenUp("not accepted in time"),
                        new TransferReturned())
                .whenRefused(to(TRANSFER, "t", new AcceptTransfer()), "the transfer is returned");
    }

    @Test
    void whatCannotBePaidOutGoesBack() {
        bank.given(to(ACCOUNT, "2", new CloseAccount()))
                .when(to(TRANSFER, "t", request(30)))
                .when(to(TRANSFER, "t", new AcceptTransfer()))
                .thenState(ACCOUNT, "1", new Account("ann", 100, OPEN))
                .thenEvents(
                        TRANSFER,
                        "t",
                        REQUESTED,
                        new TransferOffered(),
                        new TransferAccepted(),
                        new TransferGivenUp("the account is closed"),
                        new TransferReturned());
    }

    @Test
    void whatIsNotThereIsNotTransferred() {
        bank.when(to(TRANSFER, "t", request(300)))
                .thenEvents(
                        TRANSFER,
                        "t",
                        new TransferRequested("1", "2", 300, 60),
                        new TransferFailed("the balance is only 100"))
                .thenTimers();
    }

    @Test
    void aReturnToAClosedAccountWaitsForSomebody() {
        bank.when(to(TRANSFER, "t", request(100)))
                .given(to(ACCOUNT, "1", new CloseAccount()))
                .after(Duration.ofMinutes(2))
                .thenParked(
                        "transfer-t",
                        "Deposit[amount=100] to account-1 was refused: the account is closed");
    }
}
