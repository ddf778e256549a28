/// A small HTTP/1.1 server: routes, limits, problem answers, streaming.
module io.stele.http {
    requires static transitive org.jspecify;
    requires transitive io.stele.model;
    requires transitive io.stele.protocol;
    requires transitive io.stele.security;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires transitive io.netty.transport;
    requires java.management;
    requires tools.jackson.databind;

    exports io.stele.http;
    exports io.stele.http.metrics;

    uses io.stele.http.EndpointProvider;
}
