package io.stele.client;

import io.stele.model.EventStore;
import io.stele.model.EventStoreProvider;

/// Opens `steles://host:port`: as [RemoteEventStoreProvider], with TLS.
public final class SecureEventStoreProvider implements EventStoreProvider {

    @Override
    public String scheme() {
        return StoreAddress.SECURE_SCHEME;
    }

    @Override
    public String example() {
        return StoreAddress.SECURE_FORM;
    }

    /// Does not connect: a server that is not there is noticed by the first call.
    @Override
    public EventStore open(String address) {
        return new RemoteEventStore(address, ClientOptions.fromEnvironment(System.getenv()));
    }
}
