package io.stele.client;

/// Where a server listens.
///
/// @param host name or address; an IPv6 address without brackets
record ServerAddress(String host, int port) {

    static final int PORT = 8420;

    /// Whether it is this machine, as far as the name tells without asking anyone.
    boolean isLoopback() {
        return host.equals("localhost")
                || host.equals("::1")
                || host.matches("127(\\.\\d{1,3}){3}");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
