package io.stele.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// Who can reach a server, and what they could do.
public final class Reach {

    private Reach() {}

    /// Without TLS and authentication only this machine may reach a server, unless that is what is
    /// wanted.
    ///
    /// @throws IllegalArgumentException when strangers could reach it and `insecure` is not set
    public static void check(
            HttpOptions options, boolean hasAuthentication, boolean insecure, String manual) {
        Optional<String> danger = insecure ? Optional.empty() : danger(options, hasAuthentication);
        danger.ifPresent(why -> {
            throw new IllegalArgumentException(
                    """
                    refusing to listen on %s: %s. Listen on 127.0.0.1, set up TLS and \
                    authentication (%s), or say --insecure if that is what you want\
                    """
                            .formatted(options.host(), why, manual));
        });
    }

    /// What strangers could do.
    ///
    /// @return empty when they cannot reach it, or have to prove who they are
    /// @throws IllegalArgumentException when there is no such host
    public static Optional<String> danger(HttpOptions options, boolean hasAuthentication) {
        if (isLoopback(options.host())) {
            return Optional.empty();
        }
        if (!hasAuthentication) {
            return Optional.of(
                    "without authentication, everyone who can reach it can read and write"
                            + " everything");
        }
        return options.tls().isPresent()
                ? Optional.empty()
                : Optional.of("without TLS, everyone on the way can read along");
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no such host: " + host, e);
        }
    }
}
