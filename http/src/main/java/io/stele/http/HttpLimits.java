package io.stele.http;

/// How much a server takes on.
///
/// @param requestLineBytesMax beyond it 414
/// @param headersBytesMax all headers of a request together; beyond it 431
/// @param bodyBytesMax one request's body; beyond it 413
/// @param bodiesBytesMax the bodies of all requests at hand together; beyond it 429
/// @param connectionsMax connections at a time; beyond it 429 and the connection is closed
/// @param blockingMax requests at a time in handlers that block; beyond it 429
/// @param streamsMax streaming answers at a time; beyond it 429
public record HttpLimits(
        int requestLineBytesMax,
        int headersBytesMax,
        int bodyBytesMax,
        long bodiesBytesMax,
        int connectionsMax,
        int blockingMax,
        int streamsMax) {

    /// The body has room for an append of 4 MiB as Base64 in JSON.
    public static final HttpLimits DEFAULT =
            new HttpLimits(8 << 10, 16 << 10, 8 << 20, 256L << 20, 4_096, 1_024, 1_024);

    public HttpLimits withBodyBytesMax(int other) {
        return new HttpLimits(
                requestLineBytesMax,
                headersBytesMax,
                other,
                bodiesBytesMax,
                connectionsMax,
                blockingMax,
                streamsMax);
    }
}
