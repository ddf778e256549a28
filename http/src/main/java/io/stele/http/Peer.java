package io.stele.http;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Who is at the other end of a connection, as far as the connection tells.
///
/// @param certificates that the client has shown, its own first; trusted. Empty: it has shown none
public record Peer(InetSocketAddress address, List<X509Certificate> certificates) {

    public Peer {
        certificates = List.copyOf(certificates);
    }

    /// @param connection whose first request has arrived, so that a TLS handshake is over
    public static Peer of(Channel connection) {
        InetSocketAddress address = (InetSocketAddress) connection.remoteAddress();
        SslHandler tls = connection.pipeline().get(SslHandler.class);
        return new Peer(address, tls == null ? List.of() : certificates(tls));
    }

    /// Empty when the connection is closed.
    public Optional<InetAddress> ipAddress() {
        return Optional.ofNullable(address).map(InetSocketAddress::getAddress);
    }

    /// Whether it is this machine.
    boolean isThisMachine() {
        return ipAddress().map(InetAddress::isLoopbackAddress).orElse(false);
    }

    private static List<X509Certificate> certificates(SslHandler tls) {
        try {
            List<X509Certificate> shown = new ArrayList<>();
            for (Certificate each : tls.engine().getSession().getPeerCertificates()) {
                shown.add((X509Certificate) each);
            }
            return shown;
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }
}
