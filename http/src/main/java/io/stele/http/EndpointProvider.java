package io.stele.http;

import io.stele.http.metrics.Metrics;
import io.stele.model.EventStore;
import io.stele.protocol.CommandExecutor;
import java.nio.file.Path;
import java.util.Optional;

/// Adds endpoints to what is served; found by [java.util.ServiceLoader]. Module `server` provides the
/// store's own.
public interface EndpointProvider {

    /// What there is to serve.
    ///
    /// @param store empty for a service on the store of another server
    /// @param commands empty for a store without a service
    /// @param metrics where to count
    record Served(
            Optional<EventStore> store, Optional<CommandExecutor> commands, Metrics metrics) {}

    /// Where the endpoints may keep files of their own, beside those of the store. Said before
    /// anything else, or never: then they keep none.
    default void keepFilesIn(Path directory) {}

    /// Endpoints that need nothing but a store.
    void addTo(Router router, EventStore store);

    /// The server is going to close, and says so to those who ask whether to send it anything; it
    /// goes on answering for a moment.
    default void drain() {}

    /// Ends what runs behind the endpoints, when nothing is answered any more; the store is still open.
    default void close() {}

    /// The same, and commands, in another protocol for the same port; empty when there is none.
    ///
    /// @param options of the server that will share its port
    default Optional<OtherProtocol> otherProtocol(Served served, HttpOptions options) {
        return Optional.empty();
    }
}
