package io.stele.example.bank;

import io.stele.sdk.Decider;
import io.stele.sdk.SteleService;

/// The bank as a service.
public final class Bank {

    public static final Decider<AccountCommand, AccountEvent, Account> ACCOUNT =
            Decider.of("account", Account.EMPTY, Account::decide, Account::evolve);

    public static final Decider<TransferCommand, TransferEvent, Transfer> TRANSFER =
            Decider.of("transfer", Transfer.EMPTY, Transfer::decide, Transfer::evolve);

    public static void main(String... args) {
        SteleService.named("bank")
                .decider(ACCOUNT)
                .decider(TRANSFER, "status")
                .view(AccountsView.class)
                .reactor(TransferProcess.class)
                .run(args);
    }
}
