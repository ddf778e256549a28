package io.stele.http;

import java.util.Objects;

/// How a server is set up.
///
/// @param host name or address to listen on
/// @param port to listen on; 0: any free one
public record HttpOptions(String host, int port, HttpLimits limits, HttpTimeouts timeouts) {

    public static final String LOOPBACK = "127.0.0.1";

    public HttpOptions {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(timeouts, "timeouts");
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port must be 0 to 65535: " + port);
        }
    }

    /// Reachable from this machine only.
    ///
    /// @param port 0: any free one
    public static HttpOptions loopback(int port) {
        return new HttpOptions(LOOPBACK, port, HttpLimits.DEFAULT, HttpTimeouts.DEFAULT);
    }

    public HttpOptions withHost(String other) {
        return new HttpOptions(other, port, limits, timeouts);
    }

    public HttpOptions withLimits(HttpLimits other) {
        return new HttpOptions(host, port, other, timeouts);
    }

    public HttpOptions withTimeouts(HttpTimeouts other) {
        return new HttpOptions(host, port, limits, other);
    }
}
