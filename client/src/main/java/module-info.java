/// A store that is somewhere else: an [io.stele.model.EventStore] over gRPC.
module io.stele.client {
    requires static transitive org.jspecify;
    requires transitive io.stele.model;
    requires io.stele.grpc;
    requires io.stele.protocol;
    requires transitive io.stele.groups;
    requires io.grpc.netty;
    requires io.netty.handler;
    requires io.netty.transport;

    exports io.stele.client;

    provides io.stele.model.EventStoreProvider with
            io.stele.client.RemoteEventStoreProvider,
            io.stele.client.SecureEventStoreProvider;
}
