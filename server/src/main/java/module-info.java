/// A Stele server: the store's endpoints over HTTP.
module io.stele.server {
    requires static transitive org.jspecify;
    requires transitive io.stele.http;
    requires transitive io.stele.model;
    requires io.stele.protocol;

    exports io.stele.server;

    uses io.stele.model.EventStoreProvider;

    provides io.stele.http.EndpointProvider with
            io.stele.server.StoreEndpoints;
}
