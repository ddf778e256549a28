package io.stele.http;

import io.stele.security.Authenticator;
import java.util.Objects;
import java.util.Optional;

/// How a server is set up.
///
/// @param host name or address to listen on
/// @param port to listen on; 0: any free one
/// @param authenticator finds out who sends a request
/// @param tls empty: everyone on the way can read along
public record HttpOptions(
        String host,
        int port,
        HttpLimits limits,
        HttpTimeouts timeouts,
        Authenticator authenticator,
        Optional<TlsOptions> tls) {

    public static final String LOOPBACK = "127.0.0.1";

    public HttpOptions {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(timeouts, "timeouts");
        Objects.requireNonNull(authenticator, "authenticator");
        Objects.requireNonNull(tls, "tls");
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port must be 0 to 65535: " + port);
        }
    }

    /// Reachable from this machine only, and open to all who can.
    ///
    /// @param port 0: any free one
    public static HttpOptions loopback(int port) {
        return new HttpOptions(
                LOOPBACK,
                port,
                HttpLimits.DEFAULT,
                HttpTimeouts.DEFAULT,
                Authenticator.off(),
                Optional.empty());
    }

    public HttpOptions withHost(String other) {
        return new HttpOptions(other, port, limits, timeouts, authenticator, tls);
    }

    public HttpOptions withLimits(HttpLimits other) {
        return new HttpOptions(host, port, other, timeouts, authenticator, tls);
    }

    public HttpOptions withTimeouts(HttpTimeouts other) {
        return new HttpOptions(host, port, limits, other, authenticator, tls);
    }

    public HttpOptions withAuthenticator(Authenticator other) {
        return new HttpOptions(host, port, limits, timeouts, other, tls);
    }

    public HttpOptions withTls(TlsOptions other) {
        return new HttpOptions(host, port, limits, timeouts, authenticator, Optional.of(other));
    }
}
