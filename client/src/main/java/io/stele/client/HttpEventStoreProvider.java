package io.stele.client;

import io.stele.model.EventStore;
import io.stele.model.EventStoreProvider;
import java.net.URI;

/// Opens `stele://host:port`, a store that a server keeps. The port is 8420 unless it is given.
public final class HttpEventStoreProvider implements EventStoreProvider {

    private static final int PORT = 8420;

    @Override
    public String scheme() {
        return "stele:";
    }

    @Override
    public String example() {
        return "stele://HOST:PORT";
    }

    /// Does not connect: a server that is not there is noticed by the first call.
    @Override
    public EventStore open(String address) {
        return new HttpEventStore(server(address), ClientOptions.DEFAULT);
    }

    private static URI server(String address) {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw malformed(address, e);
        }
        boolean plain =
                "stele".equals(uri.getScheme())
                        && uri.getHost() != null
                        && uri.getPath().isEmpty()
                        && uri.getQuery() == null
                        && uri.getUserInfo() == null;
        if (!plain) {
            throw malformed(address, null);
        }
        int port = uri.getPort() < 0 ? PORT : uri.getPort();
        return URI.create("http://" + uri.getHost() + ":" + port);
    }

    private static IllegalArgumentException malformed(
            String address, @org.jspecify.annotations.Nullable Throwable cause) {
        return new IllegalArgumentException(
                "\"" + address + "\" is not of the form stele://HOST:PORT", cause);
    }
}
