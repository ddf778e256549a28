/// The store's gRPC services, and how they share the port with HTTP.
@NullMarked
package io.stele.server.grpc;

import org.jspecify.annotations.NullMarked;
