package io.stele.client;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/// How a client proves who it is. Never shows its secret as text.
public final class Credentials {

    private static final Credentials NONE = new Credentials("none", Optional::empty);

    private final String kind;
    private final Supplier<Optional<String>> authorization;

    private Credentials(String kind, Supplier<Optional<String>> authorization) {
        this.kind = kind;
        this.authorization = authorization;
    }

    /// Only what the connection says, for example a client certificate.
    public static Credentials none() {
        return NONE;
    }

    public static Credentials apiKey(String key) {
        return new Credentials("an API key", () -> bearer(key));
    }

    public static Credentials password(String user, String password) {
        return new Credentials("the password of " + user, () -> basic(user, password));
    }

    /// @param token as an identity provider gives it, for example a JWT
    public static Credentials token(String token) {
        return new Credentials("a token", () -> bearer(token));
    }

    /// A token or API key that is read from a file, again and again, so that it may be changed.
    public static Credentials tokenFile(Path file) {
        SecretFile secret = new SecretFile(file);
        return new Credentials("the token in " + file, () -> bearer(secret.text()));
    }

    public static Credentials passwordFile(String user, Path file) {
        SecretFile secret = new SecretFile(file);
        return new Credentials(
                "the password of %s in %s".formatted(user, file), () -> basic(user, secret.text()));
    }

    private static Optional<String> bearer(String token) {
        return Optional.of("Bearer " + token);
    }

    private static Optional<String> basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
    }

    /// What goes into the header `authorization` of a call.
    ///
    /// @throws io.stele.model.UnavailableException when the file of a secret cannot be read
    Optional<String> authorization() {
        return authorization.get();
    }

    boolean isNone() {
        return equals(NONE);
    }

    @Override
    public String toString() {
        return kind;
    }
}
