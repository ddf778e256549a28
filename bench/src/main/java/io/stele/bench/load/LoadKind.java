package io.stele.bench.load;

/// What a load asks for.
public enum LoadKind {
    /// Appends through an event store: in this process, or over the append stream of the client.
    APPEND,
    /// Appends over gRPC, a call for each.
    APPEND_UNARY,
    /// Appends as JSON over HTTP.
    POST,
    /// The last event of a stream, as JSON over HTTP.
    GET,
    /// All of a long stream over gRPC.
    READ,
    /// Deposits through the Command API of the demo bank.
    COMMANDS;

    /// As it is typed.
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
