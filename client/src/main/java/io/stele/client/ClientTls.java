package io.stele.client;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// What a client brings for TLS, as PEM files. Which name the server's certificate must have is said
/// by the address; that is always checked.
///
/// @param trust the certificates that a server's may rest on; empty: those that the JDK trusts
/// @param certificate of the client, for servers that ask for one
/// @param key of that certificate, PKCS #8 and not encrypted
public record ClientTls(Optional<Path> trust, Optional<Path> certificate, Optional<Path> key) {

    public static final ClientTls DEFAULT =
            new ClientTls(Optional.empty(), Optional.empty(), Optional.empty());

    public ClientTls {
        Objects.requireNonNull(trust, "trust");
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(
                    "a client's certificate and its key are of use only together");
        }
    }

    public ClientTls withTrust(Path file) {
        return new ClientTls(Optional.of(file), certificate, key);
    }

    public ClientTls withCertificate(Path file, Path itsKey) {
        return new ClientTls(trust, Optional.of(file), Optional.of(itsKey));
    }
}
