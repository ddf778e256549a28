package io.stele.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One or more servers of one store, and how to speak to them:
/// `steles://a:8420,b:8420?trust=ca.pem`. The port may be left out.
///
/// @param tls whether it begins with `steles:`
/// @param settings what stands behind the question mark, decoded
record StoreAddress(boolean tls, List<ServerAddress> servers, Map<String, String> settings) {

    static final String SCHEME = "stele:";
    static final String SECURE_SCHEME = "steles:";
    static final String FORM = SCHEME + "//HOST:PORT[,HOST:PORT...]";
    static final String SECURE_FORM = SECURE_SCHEME + "//HOST:PORT[,HOST:PORT...]";

    /// @throws IllegalArgumentException when it has another form
    static StoreAddress parse(String address) {
        boolean tls = address.startsWith(SECURE_SCHEME + "//");
        if (!tls && !address.startsWith(SCHEME + "//")) {
            throw malformed(address, null);
        }
        String rest = address.substring(address.indexOf("//") + 2);
        int mark = rest.indexOf('?');
        List<ServerAddress> servers = new ArrayList<>();
        for (String server : (mark < 0 ? rest : rest.substring(0, mark)).split(",", -1)) {
            servers.add(server(server, address));
        }
        String settings = mark < 0 ? "" : rest.substring(mark + 1);
        return new StoreAddress(tls, servers, settings(settings, address));
    }

    private static ServerAddress server(String server, String address) {
        try {
            URI uri = new URI(SCHEME + "//" + server).parseServerAuthority();
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
                    uri.getPort() < 0 ? ServerAddress.PORT : uri.getPort());
        } catch (URISyntaxException e) {
            throw malformed(address, e);
        }
    }

    private static Map<String, String> settings(String query, String address) {
        Map<String, String> settings = new TreeMap<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0 || equals == pair.length() - 1) {
                throw malformed(address, null);
            }
            String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
            if (settings.put(pair.substring(0, equals), value) != null) {
                throw malformed(address, null);
            }
        }
        return settings;
    }

    private static IllegalArgumentException malformed(String address, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "\"%s\" is not of the form %s, or %s with TLS"
                        .formatted(address, FORM, SECURE_FORM),
                cause);
    }

    /// For people.
    @Override
    public String toString() {
        return servers.stream()
                .map(ServerAddress::toString)
                .collect(Collectors.joining(",", (tls ? SECURE_SCHEME : SCHEME) + "//", ""));
    }
}
