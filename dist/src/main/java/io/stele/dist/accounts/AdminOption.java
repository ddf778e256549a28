package io.stele.dist.accounts;

import io.stele.dist.StoreOption;
import io.stele.model.EventStore;
import io.stele.security.account.AccountAdmin;
import io.stele.security.account.Accounts;
import java.security.SecureRandom;
import java.util.function.BiConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Users and keys are events in the store, so the same works on a server, for an admin, and on the
/// files of one that is stopped.
final class AdminOption {

    @Mixin private StoreOption store = new StoreOption();

    @Option(names = "--json", description = "Print the result as JSON, one object per line.")
    private boolean json;

    boolean json() {
        return json;
    }

    /// @param work gets who is at the keyboard; a server that asks who it is takes its own answer
    void with(BiConsumer<AccountAdmin, String> work) {
        String by = System.getProperty("user.name", "stele");
        try (EventStore opened = store.open();
                Accounts accounts = Accounts.of(opened)) {
            work.accept(new AccountAdmin(accounts, new SecureRandom()), by);
        }
    }
}
