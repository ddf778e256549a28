/// A Stele server: the store's endpoints over HTTP and gRPC.
module io.stele.server {
    requires static transitive org.jspecify;
    requires transitive io.stele.http;
    requires transitive io.stele.model;
    requires io.stele.grpc;
    requires io.stele.groups;
    requires transitive io.stele.proofs;
    requires io.stele.protocol;
    requires transitive io.stele.publish;
    requires transitive io.stele.security;
    requires io.grpc.netty;
    requires io.grpc.services;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires java.logging;
    requires tools.jackson.databind;

    exports io.stele.server;

    uses io.stele.model.EventStoreProvider;

    provides io.stele.http.EndpointProvider with
            io.stele.server.StoreEndpoints;
}
