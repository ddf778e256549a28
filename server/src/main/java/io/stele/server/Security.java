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
import org.jspecify.annotations.Nullable;

/// What a server knows of users and keys, and how it asks for them.
final class Security implements AutoCloseable {

    private static final Logger LOG = System.getLogger("io.stele.server");

    /// Who adds the first admin.
    private static final String SERVER = "stele";

    private final EventStore store;
    private final SecureRandom random = new SecureRandom();
    private @Nullable Accounts accounts;
    private @Nullable AccountAuthenticator authenticator;

    private Security(EventStore store) {
        this.store = store;
    }

    /// @param options empty: nobody is asked who they are
    /// @throws IllegalArgumentException when nobody could get in
    static Security of(EventStore store, Optional<SecurityOptions> options) {
        Security security = new Security(store);
        try {
            options.ifPresent(security::start);
            return security;
        } catch (RuntimeException e) {
            security.close();
            throw e;
        }
    }

    private synchronized void start(SecurityOptions options) {
        addFirst(admin(), options);
        authenticator =
                new AccountAuthenticator(accounts(), options.accounts(), Clock.systemUTC(), random);
    }

    private static void addFirst(AccountAdmin admin, SecurityOptions options) {
        options.firstAdmin()
                .filter(first -> !admin.hasHadUsers())
                .ifPresent(first -> {
                    Set<Grant> everything = Set.of(new Grant.OfRole(Role.ADMIN));
                    admin.addUser(
                            SERVER, first.name(), first.password().get().toCharArray(), everything);
                    LOG.log(Level.INFO, "added the first admin, {0}", first.name());
                });
        boolean nobody = admin.users().isEmpty() && admin.keys().isEmpty();
        if (nobody && options.accounts().tokens().isEmpty()) {
            throw new IllegalArgumentException(
                    """
                    authentication is on, but there is neither user nor key, so nobody could get \
                    in: add an admin first, with "stele users add NAME --grant admin --store \
                    embedded:DIR", or by the setting auth.first-admin\
                    """);
        }
    }

    synchronized Authenticator authenticator(Authenticator otherwise) {
        return authenticator == null ? otherwise : authenticator;
    }

    AccountAdmin admin() {
        return new AccountAdmin(accounts(), random);
    }

    /// Read when they are first asked for. Following them costs every append a little, and a damaged
    /// log cannot be followed, but without authentication it is still to be read.
    private synchronized Accounts accounts() {
        Accounts known = accounts;
        if (known == null) {
            known = Accounts.of(store);
            accounts = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        if (authenticator != null) {
            authenticator.close();
        }
        if (accounts != null) {
            accounts.close();
        }
    }
}
