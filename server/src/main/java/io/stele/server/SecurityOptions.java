package io.stele.server;

import io.stele.security.account.AccountOptions;
import io.stele.security.account.CertificateName;
import io.stele.security.account.TokenOptions;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// How a server finds out who is asking. Users and keys are kept in its store.
///
/// @param firstAdmin is added when the store has no user at all; of no effect otherwise
/// @param accounts what proves who somebody is, beside passwords and keys
public record SecurityOptions(Optional<FirstAdmin> firstAdmin, AccountOptions accounts) {

    /// Users and keys that are in the store already.
    public static final SecurityOptions DEFAULT =
            new SecurityOptions(Optional.empty(), AccountOptions.DEFAULT);

    public SecurityOptions {
        Objects.requireNonNull(firstAdmin, "firstAdmin");
        Objects.requireNonNull(accounts, "accounts");
    }

    public SecurityOptions withFirstAdmin(String name, String password) {
        return new SecurityOptions(Optional.of(new FirstAdmin(name, () -> password)), accounts);
    }

    public SecurityOptions withTokens(TokenOptions other) {
        return new SecurityOptions(firstAdmin, accounts.withTokens(other));
    }

    public SecurityOptions withCertificates(CertificateName other) {
        return new SecurityOptions(firstAdmin, accounts.withCertificates(other));
    }

    /// Who may do everything from the beginning.
    ///
    /// @param password asked only when it is needed
    public record FirstAdmin(String name, Supplier<String> password) {

        /// What is in it is not to be seen in a log.
        @Override
        public String toString() {
            return name;
        }
    }
}
