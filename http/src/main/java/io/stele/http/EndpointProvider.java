package io.stele.http;

import io.stele.model.EventStore;

/// Adds endpoints that need nothing but a store; found by [java.util.ServiceLoader]. Module
/// `server` provides the store's own.
public interface EndpointProvider {

    void addTo(Router router, EventStore store);
}
