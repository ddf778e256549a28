package io.stele.security;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// What a request says about who sends it.
///
/// @param authorization the values of the header `Authorization`, or of that metadata in gRPC; may
///     be empty
/// @param certificates of the TLS client, its own first, verified by TLS already; may be empty
/// @param claimedName a name that nothing proves; blank: none
/// @param address of the other end; empty: not known
public record Attempt(
        List<String> authorization,
        List<X509Certificate> certificates,
        String claimedName,
        Optional<InetAddress> address) {

    /// Nothing is said.
    public static final Attempt NONE = new Attempt(List.of(), List.of(), "", Optional.empty());

    public Attempt {
        authorization = List.copyOf(authorization);
        certificates = List.copyOf(certificates);
    }

    /// What it says is not to be seen in a log.
    @Override
    public String toString() {
        return "an attempt with %d authorizations and %d certificates"
                .formatted(authorization.size(), certificates.size());
    }
}
