package io.stele.bench.load;

import java.net.URI;

/// Where a server listens.
public record HostPort(String host, int port) {

    /// @param address `http://host:port` or `stele://host:port`
    /// @throws IllegalArgumentException when it has another form
    public static HostPort parse(String address) {
        try {
            URI uri = URI.create(address);
            String host = uri.getHost();
            if (host != null && uri.getPort() > 0) {
                return new HostPort(host, uri.getPort());
            }
        } catch (IllegalArgumentException e) {
            throw wrong(address, e);
        }
        throw wrong(address, null);
    }

    private static IllegalArgumentException wrong(
            String address, @org.jspecify.annotations.Nullable Throwable cause) {
        return new IllegalArgumentException(
                "a server's address is stele://HOST:PORT or http://HOST:PORT, but this is "
                        + address,
                cause);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
