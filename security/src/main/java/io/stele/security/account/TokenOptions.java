package io.stele.security.account;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/// Which tokens (JWT) of an identity provider are taken, and what they say.
///
/// @param issuer what `iss` has to be
/// @param audience what `aud` has to have
/// @param keys where the issuer's public keys are (JWKS): an `https:` URL, or a file
/// @param nameClaim whose value is the principal's name
/// @param grantsClaim whose values say what they may do; with dots for a member of a member
/// @param grantsPrefix only values that begin so count, and what follows is a role or a right:
///     `stele:reader`, `stele:read:account-*`
/// @param clockSkew how far the issuer's clock may be off
public record TokenOptions(
        String issuer,
        String audience,
        String keys,
        String nameClaim,
        String grantsClaim,
        String grantsPrefix,
        Duration clockSkew) {

    /// Never `none`, and nothing with a shared secret.
    static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    private static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(5);

    public TokenOptions {
        require("issuer", issuer);
        require("audience", audience);
        require("keys", keys);
        require("nameClaim", nameClaim);
        require("grantsClaim", grantsClaim);
        Objects.requireNonNull(grantsPrefix, "grantsPrefix");
        if (clockSkew.isNegative() || clockSkew.compareTo(CLOCK_SKEW_MAX) > 0) {
            throw new IllegalArgumentException(
                    "clockSkew must be 0 to %s: %s".formatted(CLOCK_SKEW_MAX, clockSkew));
        }
    }

    public static TokenOptions of(String issuer, String audience, String keys) {
        return new TokenOptions(
                issuer, audience, keys, "sub", "roles", "stele:", Duration.ofSeconds(30));
    }

    private static void require(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
    }
}
