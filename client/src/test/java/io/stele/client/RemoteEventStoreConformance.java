package io.stele.client;

import io.stele.http.HttpOptions;
import io.stele.model.EventStore;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import io.stele.tck.EventStoreConformance;

/// Over loopback, in front of a store in memory. That store keeps nothing when it is closed, so
/// opening again is connecting again.
class RemoteEventStoreConformance extends EventStoreConformance {

    @SuppressWarnings("NullAway.Init") // started before each test
    private SteleServer server;

    @Override
    protected EventStore open() {
        ServerOptions options = ServerOptions.defaults().withHttp(HttpOptions.loopback(0));
        server = SteleServer.start("memory:", options);
        return connect();
    }

    private EventStore connect() {
        return EventStore.open("stele://127.0.0.1:" + server.address().getPort());
    }

    @Override
    protected EventStore reopen(EventStore store) {
        store.close();
        return connect();
    }

    @Override
    protected void cleanUp(EventStore store) {
        store.close();
        server.close();
    }
}
