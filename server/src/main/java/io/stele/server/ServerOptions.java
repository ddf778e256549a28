package io.stele.server;

import io.stele.http.HttpOptions;
import io.stele.publish.PublisherSettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// How a server is set up.
///
/// @param http where it listens, and its limits
/// @param security how it finds out who is asking; empty: authentication is off
/// @param proofs how the Merkle tree over the log is kept; empty: there is none
/// @param drainDelay how long the server goes on answering when it is told to close, so that those
///     who send it requests learn that it is not ready any more
/// @param publishers that it runs
/// @param insecure whether others than this machine may reach it, though nobody proves who they are
public record ServerOptions(
        HttpOptions http,
        Optional<SecurityOptions> security,
        Optional<ProofsOptions> proofs,
        Duration drainDelay,
        List<PublisherSettings> publishers,
        boolean insecure) {

    public static final int PORT = 8420;

    public ServerOptions {
        Objects.requireNonNull(http, "http");
        Objects.requireNonNull(security, "security");
        Objects.requireNonNull(proofs, "proofs");
        Objects.requireNonNull(drainDelay, "drainDelay");
        publishers = List.copyOf(publishers);
    }

    /// Port 8420 of this machine, for this machine only.
    public static ServerOptions defaults() {
        return new ServerOptions(
                HttpOptions.loopback(PORT),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                List.of(),
                false);
    }

    public ServerOptions withHttp(HttpOptions other) {
        return new ServerOptions(other, security, proofs, drainDelay, publishers, insecure);
    }

    public ServerOptions withSecurity(SecurityOptions other) {
        return new ServerOptions(
                http, Optional.of(other), proofs, drainDelay, publishers, insecure);
    }

    public ServerOptions withProofs(ProofsOptions other) {
        return new ServerOptions(
                http, security, Optional.of(other), drainDelay, publishers, insecure);
    }

    public ServerOptions withDrainDelay(Duration other) {
        return new ServerOptions(http, security, proofs, other, publishers, insecure);
    }

    public ServerOptions withInsecure(boolean other) {
        return new ServerOptions(http, security, proofs, drainDelay, publishers, other);
    }

    public ServerOptions withPublishers(List<PublisherSettings> other) {
        return new ServerOptions(http, security, proofs, drainDelay, other, insecure);
    }
}
