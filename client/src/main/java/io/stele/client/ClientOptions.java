package io.stele.client;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/// How patient a client is, and how it proves who it is.
///
/// @param connect to reach one server
/// @param answer to an answer, or to the next message of a longer one
/// @param retry as long as this a client that has reached a server before goes on trying when the
///     connection breaks, the server is gone, or it has too much to do
/// @param quiet a connection on which a call waits and nothing was heard for so long is asked
///     whether it is still alive
/// @param tls for addresses that begin with `steles:`
/// @param credentials sent with each call; without TLS to this machine only
public record ClientOptions(
        Duration connect,
        Duration answer,
        Duration retry,
        Duration quiet,
        ClientTls tls,
        Credentials credentials) {

    public static final ClientOptions DEFAULT =
            new ClientOptions(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(20),
                    ClientTls.DEFAULT,
                    Credentials.none());

    public ClientOptions {
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(credentials, "credentials");
    }

    /// The default, with the files and credentials that the variables `STELE_TRUST`,
    /// `STELE_CLIENT_CERTIFICATE`, `STELE_CLIENT_KEY`, `STELE_USER`, `STELE_PASSWORD_FILE`,
    /// `STELE_API_KEY`, `STELE_API_KEY_FILE`, `STELE_TOKEN` and `STELE_TOKEN_FILE` name.
    ///
    /// @param environment such as [System#getenv()]
    /// @throws IllegalArgumentException when they do not fit together
    public static ClientOptions fromEnvironment(Map<String, String> environment) {
        return ClientSettings.fromEnvironment(DEFAULT, environment);
    }

    public ClientOptions withRetry(Duration other) {
        return new ClientOptions(connect, answer, other, quiet, tls, credentials);
    }

    public ClientOptions withTls(ClientTls other) {
        return new ClientOptions(connect, answer, retry, quiet, other, credentials);
    }

    public ClientOptions withCredentials(Credentials other) {
        return new ClientOptions(connect, answer, retry, quiet, tls, other);
    }
}
