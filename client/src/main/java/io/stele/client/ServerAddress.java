package io.stele.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a server listens.
///
/// @param host name or address; an IPv6 address without brackets
record ServerAddress(String host, int port) {

    static final int PORT = 8420;
    static final String SCHEME = "stele:";
    static final String FORM = "stele://HOST:PORT[,HOST:PORT...]";

    private static final String PREFIX = SCHEME + "//";

    /// @param address one or more servers: `stele://a:8420,b:8420`; the port may be left out
    /// @throws IllegalArgumentException when it has another form
    static List<ServerAddress> parse(String address) {
        if (!address.startsWith(PREFIX)) {
            throw malformed(address, null);
        }
        List<ServerAddress> servers = new ArrayList<>();
        for (String server : address.substring(PREFIX.length()).split(",", -1)) {
            servers.add(parse(server, address));
        }
        return servers;
    }

    private static ServerAddress parse(String server, String address) {
        try {
            URI uri = new URI(PREFIX + server).parseServerAuthority();
            String host = uri.getHost();
            boolean plain =
                    host != null
                            && uri.getRawAuthority().equals(server)
                            && uri.getRawUserInfo() == null
                            && uri.getPort() <= 0xffff;
            if (!plain) {
                throw malformed(address, null);
            }
            return new ServerAddress(
                    host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                    uri.getPort() < 0 ? PORT : uri.getPort());
        } catch (URISyntaxException e) {
            throw malformed(address, e);
        }
    }

    private static IllegalArgumentException malformed(String address, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "\"" + address + "\" is not of the form " + FORM, cause);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
