package io.stele.bench.load;

import java.util.Objects;
import java.util.OptionalLong;

/// What a load is.
///
/// @param address of a store (`embedded:DIR`, `stele://HOST:PORT`) or of a service
///     (`http://HOST:PORT`)
/// @param serverPid the server's process, for its processor time; empty: not known
/// @param appends what is appended
/// @param sizes how much there is of other things
public record LoadOptions(
        LoadKind kind,
        String address,
        OptionalLong serverPid,
        Pace pace,
        AppendLoad appends,
        Sizes sizes) {

    public LoadOptions {
        Objects.requireNonNull(kind, "kind");
        if (isEmbedded(address) && kind != LoadKind.APPEND) {
            throw new IllegalArgumentException(
                    kind + " needs a server, not " + address + "; only append works without");
        }
    }

    static boolean isEmbedded(String address) {
        return address.startsWith("embedded:");
    }

    boolean isEmbedded() {
        return isEmbedded(address);
    }

    /// How much there is.
    ///
    /// @param connections for gRPC; over HTTP each caller has one
    /// @param accounts of the bank
    /// @param longStreamEvents in the stream that is read as a whole
    public record Sizes(int connections, int accounts, int longStreamEvents) {
        public static final Sizes DEFAULT = new Sizes(4, 1_000, 200_000);
    }
}
