/// A store that is somewhere else: an [io.stele.model.EventStore] over HTTP.
module io.stele.client {
    requires static transitive org.jspecify;
    requires transitive io.stele.model;
    requires io.stele.protocol;
    requires java.net.http;

    exports io.stele.client;

    provides io.stele.model.EventStoreProvider with
            io.stele.client.HttpEventStoreProvider;
}
