package io.stele.http;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// How a server speaks TLS. The files are PEM, and are read again when they change.
///
/// @param certificate the server's own, followed by those that it rests on
/// @param key of that certificate, PKCS #8 and not encrypted
/// @param clients whether clients have to show a certificate
/// @param clientTrust the certificates that those of clients may rest on; wanted unless `clients` is
///     [Clients#NONE]
public record TlsOptions(Path certificate, Path key, Clients clients, Optional<Path> clientTrust) {

    /// Whether clients show certificates.
    public enum Clients {
        /// They are not asked for one.
        NONE,
        /// They may; one that is not trusted ends the connection.
        OPTIONAL,
        /// A connection without one ends.
        REQUIRED
    }

    public TlsOptions {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        if (clients != Clients.NONE && clientTrust.isEmpty()) {
            throw new IllegalArgumentException(
                    "client certificates are %s, but no file says which are trusted"
                            .formatted(clients.name().toLowerCase(java.util.Locale.ROOT)));
        }
    }

    /// Clients are not asked for a certificate.
    public static TlsOptions of(Path certificate, Path key) {
        return new TlsOptions(certificate, key, Clients.NONE, Optional.empty());
    }

    public TlsOptions withClients(Clients other, Path trust) {
        return new TlsOptions(certificate, key, other, Optional.of(trust));
    }
}
