package io.stele.client;

import io.stele.model.EventStore;
import io.stele.model.EventStoreProvider;

/// Opens `stele://host:port`, a store that a server keeps; with several servers, separated by
/// commas, one of them. The port is 8420 unless it is given. What the environment says of credentials
/// holds ([ClientOptions#fromEnvironment]), and parameters such as `?user=alice&password-file=FILE`
/// go before it.
public final class RemoteEventStoreProvider implements EventStoreProvider {

    @Override
    public String scheme() {
        return StoreAddress.SCHEME;
    }

    @Override
    public String example() {
        return StoreAddress.FORM;
    }

    /// Does not connect: a server that is not there is noticed by the first call.
    @Override
    public EventStore open(String address) {
        return new RemoteEventStore(address, ClientOptions.fromEnvironment(System.getenv()));
    }
}
