package io.stele.example.bank;

import io.stele.example.bank.AccountCommand.CloseAccount;
import io.stele.example.bank.AccountCommand.Deposit;
import io.stele.example.bank.AccountCommand.OpenAccount;
import io.stele.example.bank.AccountCommand.Withdraw;
import io.stele.example.bank.AccountEvent.AccountClosed;
import io.stele.example.bank.AccountEvent.AccountOpened;
import io.stele.example.bank.AccountEvent.MoneyDeposited;
import io.stele.example.bank.AccountEvent.MoneyWithdrawn;
import io.stele.testkit.DeciderTest;
import org.junit.jupiter.api.Test;

class AccountTest {

    private static final AccountOpened OPENED = new AccountOpened("Ada");

    private final DeciderTest<AccountCommand, AccountEvent, Account> account =
            DeciderTest.of(Bank.ACCOUNT);

    @Test
    void anAccountIsOpenedOnce() {
        account.given().when(new OpenAccount("Ada")).then(OPENED);
        account.given(OPENED)
                .when(new OpenAccount("Bob"))
                .thenRefused("the account was opened before");
        account.given().when(new OpenAccount(" ")).thenRefused("an account must have an owner");
    }

    @Test
    void moneyGoesInAndOut() {
        account.given(OPENED, new MoneyDeposited(100))
                .when(new Withdraw(30))
                .then(new MoneyWithdrawn(30))
                .thenState(new Account("Ada", 70, Account.Status.OPEN));
        account.given(OPENED).when(new Deposit(50)).then(new MoneyDeposited(50));
    }

    @Test
    void moreThanTheBalanceCannotBeWithdrawn() {
        account.given(OPENED, new MoneyDeposited(20))
                .when(new Withdraw(50))
                .thenRefused("the balance is only 20");
        account.given(OPENED, new MoneyDeposited(20))
                .when(new Withdraw(20))
                .then(new MoneyWithdrawn(20));
    }

    @Test
    void amountsAreAboveZeroAndFitIn() {
        account.given(OPENED)
                .when(new Deposit(0))
                .thenRefused("the amount must be above 0, but is 0");
        account.given(OPENED)
                .when(new Withdraw(-5))
                .thenRefused("the amount must be above 0, but is -5");
        account.given(OPENED, new MoneyDeposited(Long.MAX_VALUE))
                .when(new Deposit(1))
                .thenRefused("no account can hold so much");
    }

    @Test
    void onlyAnOpenAccountDoesAnything() {
        account.given().when(new Deposit(1)).thenRefused("there is no such account; open it first");
        account.given(OPENED, new AccountClosed())
                .when(new Deposit(1))
                .thenRefused("the account is closed");
        account.given(OPENED, new AccountClosed())
                .when(new OpenAccount("Ada"))
                .thenRefused("the account was opened before");
    }

    @Test
    void onlyAnEmptyAccountIsClosed() {
        account.given(OPENED).when(new CloseAccount()).then(new AccountClosed());
        account.given(OPENED, new MoneyDeposited(1))
                .when(new CloseAccount())
                .thenRefused("only an empty account can be closed; it has 1");
    }
}
