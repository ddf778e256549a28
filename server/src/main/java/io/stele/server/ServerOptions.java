package io.stele.server;

import io.stele.http.HttpOptions;
import java.util.Objects;

/// How a server is set up.
///
/// @param http where it listens, and its limits
/// @param insecure whether others than this machine may reach it, though nobody proves who they are
public record ServerOptions(HttpOptions http, boolean insecure) {

    public static final int PORT = 8420;

    public ServerOptions {
        Objects.requireNonNull(http, "http");
    }

    /// Port 8420 of this machine, for this machine only.
    public static ServerOptions defaults() {
        return new ServerOptions(HttpOptions.loopback(PORT), false);
    }

    public ServerOptions withHttp(HttpOptions other) {
        return new ServerOptions(other, insecure);
    }

    public ServerOptions withInsecure(boolean other) {
        return new ServerOptions(http, other);
    }
}
