package io.stele.security.account;

import java.util.Objects;
import java.util.Optional;

/// What proves who somebody is, beside the passwords of users and the keys in the store.
///
/// @param tokens of an identity provider that are taken
/// @param certificates which part of a client's certificate is the name of a user, who needs nothing
///     else to get in
public record AccountOptions(Optional<TokenOptions> tokens, CertificateName certificates) {

    /// Nothing.
    public static final AccountOptions DEFAULT =
            new AccountOptions(Optional.empty(), CertificateName.NONE);

    public AccountOptions {
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(certificates, "certificates");
    }

    public AccountOptions withTokens(TokenOptions other) {
        return new AccountOptions(Optional.of(other), certificates);
    }

    public AccountOptions withCertificates(CertificateName other) {
        return new AccountOptions(tokens, other);
    }
}
