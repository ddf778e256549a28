package io.stele.server;

import io.stele.model.EventStore;
import io.stele.security.Authenticator;
import io.stele.security.Grant;
import io.stele.security.Role;
import io.stele.security.account.AccountAdmin;
import io.stele.security.account.AccountAuthenticator;
import io.stele.security.account.Accounts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/// What a server knows of users and keys, and how it asks for them.
final class Security implements AutoCloseable {

    private static final Logger LOG = System.getLogger("io.stele.server");

    /// Who adds the first admin.
    private static final String SERVER = "stele";

    private final Accounts accounts;
    private final AccountAdmin admin;
    private final Optional<AccountAuthenticator> authenticator;

    private Security(
            Accounts accounts, AccountAdmin admin, Optional<AccountAuthenticator> authenticator) {
        this.accounts = accounts;
        this.admin = admin;
        this.authenticator = authenticator;
    }

    /// @param options empty: nobody is asked who they are
    /// @throws IllegalArgumentException when nobody could get in
    static Security of(EventStore store, Optional<SecurityOptions> options) {
        SecureRandom random = new SecureRandom();
        Accounts accounts = Accounts.of(store);
        try {
            AccountAdmin admin = new AccountAdmin(accounts, random);
            options.ifPresent(given -> addFirst(admin, given));
            return new Security(
                    accounts,
                    admin,
                    options.map(given ->
                            new AccountAuthenticator(
                                    accounts, given.tokens(), Clock.systemUTC(), random)));
        } catch (RuntimeException e) {
            accounts.close();
            throw e;
        }
    }

    private static void addFirst(AccountAdmin admin, SecurityOptions options) {
        if (!admin.users().isEmpty()) {
            return;
        }
        options.firstAdmin()
                .ifPresent(first -> {
                    Set<Grant> everything = Set.of(new Grant.OfRole(Role.ADMIN));
                    admin.addUser(
                            SERVER, first.name(), first.password().get().toCharArray(), everything);
                    LOG.log(Level.INFO, "added the first admin, {0}", first.name());
                });
        if (admin.users().isEmpty() && admin.keys().isEmpty() && options.tokens().isEmpty()) {
            throw new IllegalArgumentException(
                    """
                    authentication is on, but there is neither user nor key, so nobody could get \
                    in: add an admin first, with "stele users add NAME --grant admin --store \
                    embedded:DIR", or by the setting auth.first-admin\
                    """);
        }
    }

    Authenticator authenticator(Authenticator otherwise) {
        return authenticator.<Authenticator>map(found -> found).orElse(otherwise);
    }

    AccountAdmin admin() {
        return admin;
    }

    @Override
    public void close() {
        authenticator.ifPresent(AccountAuthenticator::close);
        accounts.close();
    }
}
