package io.stele.server.grpc;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.netty.channel.Channel;
import io.stele.http.Peer;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The connections that gRPC has been given. gRPC does not know that they came through TLS, so what
/// TLS knows of a client is looked up here.
final class Peers {

    /// Both ends of a connection; no two open ones have them alike.
    private record Ends(@Nullable SocketAddress remote, @Nullable SocketAddress local) {}

    private final Map<Ends, Channel> open = new ConcurrentHashMap<>();

    void add(Channel connection) {
        Ends ends = new Ends(connection.remoteAddress(), connection.localAddress());
        open.put(ends, connection);
        connection.closeFuture().addListener(closed -> open.remove(ends, connection));
    }

    /// Who makes a call.
    ///
    /// @param call the attributes of the call
    /// @return empty when the connection is closed
    Optional<Peer> of(Attributes call) {
        return connection(call).map(Peer::of);
    }

    /// The connection of a call; empty when it is closed.
    Optional<Channel> connection(Attributes call) {
        Ends ends =
                new Ends(
                        call.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR),
                        call.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR));
        return Optional.ofNullable(open.get(ends));
    }
}
