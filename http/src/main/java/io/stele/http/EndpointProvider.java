package io.stele.http;

import io.stele.model.EventStore;
import java.util.Optional;

/// Adds endpoints that need nothing but a store; found by [java.util.ServiceLoader]. Module
/// `server` provides the store's own.
public interface EndpointProvider {

    void addTo(Router router, EventStore store);

    /// The same in another protocol, for the same port; empty when there is none.
    ///
    /// @param options of the server that will share its port
    default Optional<OtherProtocol> otherProtocol(EventStore store, HttpOptions options) {
        return Optional.empty();
    }
}
