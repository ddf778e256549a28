/// The gRPC side of the protocol: messages, services, and their meaning in the words of the model.
module io.stele.grpc {
    requires static transitive org.jspecify;
    requires transitive io.stele.model;
    requires transitive io.stele.protocol;
    requires transitive io.stele.groups;
    requires transitive com.google.protobuf;
    requires transitive io.grpc;
    requires transitive io.grpc.stub;
    requires io.grpc.protobuf;
    requires transitive com.google.common;

    exports io.stele.grpc;
    exports io.stele.grpc.v1;
}
