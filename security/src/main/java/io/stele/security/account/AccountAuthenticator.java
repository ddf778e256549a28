package io.stele.security.account;

import io.stele.model.EventStore;
import io.stele.protocol.ProblemException;
import io.stele.protocol.ProblemKind;
import io.stele.security.Access;
import io.stele.security.Attempt;
import io.stele.security.Authenticator;
import io.stele.security.Principal;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/// Knows users by password (`Authorization: Basic`) or by the certificate of their TLS connection,
/// and keys and tokens (`Bearer`). Where a request says who sends it, the certificate does not count.
///
/// A wrong password and an unknown user get the same answer after the same time.
public final class AccountAuthenticator implements Authenticator, AutoCloseable {

    /// At a time. Those who guess must not have all of the processor.
    private static final int CHECKS_MAX =
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final int PASSWORD_CHARS_MAX = 1_024;

    private static final String REFUSED = "this user and password, or key, is not accepted";

    /// What reads a token skips other characters, so that one token could be written in any number of
    /// ways, and each would be remembered.
    private static final Pattern TOKEN =
            Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private final Accounts accounts;
    private final Optional<Tokens> tokens;
    private final CertificateName certificates;
    private final Clock clock;
    private final FailedTries tries;
    private final VerifiedCredentials verifiedPasswords;

    /// Of their own: who has many tokens must not crowd passwords out.
    private final VerifiedCredentials verifiedTokens;

    private final SlowChecks passwordChecks = new SlowChecks("stele-passwords", CHECKS_MAX);
    private final SlowChecks tokenChecks = new SlowChecks("stele-tokens", CHECKS_MAX);

    /// @param accounts closed with this
    public AccountAuthenticator(
            Accounts accounts, AccountOptions options, Clock clock, SecureRandom random) {
        this.accounts = accounts;
        this.tokens = options.tokens().map(issuer -> new Tokens(issuer, clock));
        this.certificates = options.certificates();
        this.clock = clock;
        this.tries = new FailedTries(clock);
        this.verifiedPasswords = new VerifiedCredentials(random, System::nanoTime);
        this.verifiedTokens = new VerifiedCredentials(random, System::nanoTime);
    }

    /// With the users and keys of a store, which it does not close.
    ///
    /// @throws io.stele.model.StoreException when they cannot be read
    public static AccountAuthenticator of(EventStore store, AccountOptions options) {
        return new AccountAuthenticator(
                Accounts.of(store), options, Clock.systemUTC(), new SecureRandom());
    }

    @Override
    public CompletableFuture<Principal> authenticate(Attempt attempt) {
        List<String> authorization = attempt.authorization();
        return switch (authorization.size()) {
            case 0 -> byConnection(attempt.certificates());
            case 1 -> byHeader(authorization.getFirst(), attempt.address());
            default -> refused("there is more than one header Authorization");
        };
    }

    private CompletableFuture<Principal> byConnection(List<X509Certificate> shown) {
        if (shown.isEmpty() || certificates == CertificateName.NONE) {
            return refused(
                    "this takes authentication: send a user and password, a key or a"
                            + " token in the header Authorization");
        }
        X509Certificate certificate = shown.getFirst();
        return certificates
                .in(certificate)
                .flatMap(accounts::user)
                .filter(User::isEnabled)
                .map(user -> CompletableFuture.completedFuture(principal(user, certificate)))
                .orElseGet(() -> refused("the client's certificate is not that of a user"));
    }

    /// Counts as long as the certificate, and whatever becomes of the user's password.
    private Principal principal(User user, X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        return new Principal(
                user.name(),
                Principal.Kind.CERTIFICATE,
                () ->
                        accounts.user(user.name())
                                .filter(now -> now.isEnabled() && clock.instant().isBefore(end))
                                .map(User::access));
    }

    private CompletableFuture<Principal> byHeader(String header, Optional<InetAddress> from) {
        int blank = header.indexOf(' ');
        String scheme = blank < 0 ? header : header.substring(0, blank);
        String credential = header.substring(blank + 1).strip();
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "basic" -> password(credential, from);
            case "bearer" ->
                    credential.startsWith(KeyText.PREFIX) ? key(credential) : token(credential);
            default -> refused("Authorization takes Basic or Bearer");
        };
    }

    private static CompletableFuture<Principal> refused(String why) {
        return CompletableFuture.failedFuture(refusal(why));
    }

    private static ProblemException refusal(String why) {
        return ProblemKind.UNAUTHENTICATED.exception(why);
    }

    private CompletableFuture<Principal> key(String text) {
        Optional<KeyText> key = KeyText.parse(text);
        Optional<ApiKey> known = key.flatMap(parts -> accounts.key(parts.id()));
        if (known.isEmpty()
                || !known.get().isGood(clock.instant())
                || !key.orElseThrow().hasHash(known.get().secretHash())) {
            return refused(REFUSED);
        }
        return CompletableFuture.completedFuture(principal(known.get()));
    }

    private Principal principal(ApiKey key) {
        return new Principal(
                key.actor(),
                Principal.Kind.KEY,
                () ->
                        accounts.key(key.id())
                                .filter(now -> now.isGood(clock.instant()))
                                .map(ApiKey::access));
    }

    private CompletableFuture<Principal> token(String text) {
        if (!TOKEN.matcher(text).matches()) {
            return refused("the bearer token is neither key nor JWT");
        }
        return tokens.map(issuer ->
                        verifiedTokens.get(text, () -> tokenChecks.run(() -> issuer.verify(text))))
                .orElseGet(() -> refused("tokens are not taken here; send a key or a password"));
    }

    private CompletableFuture<Principal> password(String base64, Optional<InetAddress> from) {
        return verifiedPasswords.get(base64, () -> check(NameAndPassword.decode(base64), from));
    }

    private CompletableFuture<Principal> check(
            NameAndPassword given, Optional<InetAddress> address) {
        FailedTries.Source source = FailedTries.Source.of(given.name(), address);
        tries.check(source);
        return passwordChecks.run(() -> {
            tries.check(source); // others may have failed while this one waited
            Optional<User> user = accounts.user(given.name());
            String hash = user.map(User::passwordHash).orElse(PasswordHash.OF_NOBODY);
            boolean matches = PasswordHash.matches(given.password().toCharArray(), hash);
            if (!matches || !user.map(User::isEnabled).orElse(false)) {
                tries.failed(source);
                throw refusal(REFUSED);
            }
            tries.succeeded(source);
            return principal(user.orElseThrow());
        });
    }

    /// Counts as long as the user has the same password.
    private Principal principal(User user) {
        return new Principal(
                user.name(), Principal.Kind.USER, () -> access(user.name(), user.passwordHash()));
    }

    private Optional<Access> access(String name, String passwordHash) {
        return accounts.user(name)
                .filter(now -> now.isEnabled() && now.passwordHash().equals(passwordHash))
                .map(User::access);
    }

    private record NameAndPassword(String name, String password) {

        static NameAndPassword decode(String base64) {
            try {
                byte[] bytes = Base64.getDecoder().decode(base64);
                String text = new String(bytes, StandardCharsets.UTF_8);
                int colon = text.indexOf(':');
                if (colon > 0
                        && colon <= AccountAdmin.NAME_CHARS_MAX
                        && text.length() - colon <= PASSWORD_CHARS_MAX) {
                    return new NameAndPassword(text.substring(0, colon), text.substring(colon + 1));
                }
            } catch (IllegalArgumentException e) {
                Objects.requireNonNull(e); // it is not Base64
            }
            throw refusal("Authorization: Basic takes user:password in Base64");
        }

        /// What is in it is not to be seen in a log.
        @Override
        public String toString() {
            return name;
        }
    }

    @Override
    public void close() {
        passwordChecks.close();
        tokenChecks.close();
        accounts.close();
    }
}
