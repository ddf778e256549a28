package io.stele.http;

/// How much a server takes on, over each protocol that it speaks.
///
/// @param requestLineBytesMax beyond it 414
/// @param headersBytesMax all headers of a request together; beyond it 431
/// @param bodyBytesMax one request's body; beyond it 413
/// @param bodiesBytesMax the bodies of all requests at hand together; beyond it 429
/// @param connectionsMax connections at a time; beyond it 429 and the connection is closed
/// @param connectionsPerAddressMax of them from one address; as before
/// @param blockingMax requests at a time in handlers that block; beyond it 429
/// @param streamsMax streaming answers at a time, subscriptions among them; beyond it 429
/// @param streamsPerPrincipalMax of them for one principal; beyond it 429
/// @param requestsPerSecondMax of one principal, or of one address where nobody says who they are;
///     each append of a stream of appends counts; beyond it 429; 0: any number
public record HttpLimits(
        int requestLineBytesMax,
        int headersBytesMax,
        int bodyBytesMax,
        long bodiesBytesMax,
        int connectionsMax,
        int connectionsPerAddressMax,
        int blockingMax,
        int streamsMax,
        int streamsPerPrincipalMax,
        int requestsPerSecondMax) {

    /// An append of 4 MiB as Base64 in JSON.
    private static final int BODY_BYTES = 8 << 20;

    /// The bodies at hand have at most an eighth of the heap, and room for two.
    public static final HttpLimits DEFAULT =
            new HttpLimits(
                    8 << 10,
                    16 << 10,
                    BODY_BYTES,
                    Math.clamp(Runtime.getRuntime().maxMemory() / 8, 2L * BODY_BYTES, 256L << 20),
                    4_096,
                    2_048,
                    1_024,
                    1_024,
                    512,
                    0);

    public HttpLimits withBodyBytesMax(int other) {
        return new HttpLimits(
                requestLineBytesMax,
                headersBytesMax,
                other,
                bodiesBytesMax,
                connectionsMax,
                connectionsPerAddressMax,
                blockingMax,
                streamsMax,
                streamsPerPrincipalMax,
                requestsPerSecondMax);
    }

    public HttpLimits withBodiesBytesMax(long other) {
        return new HttpLimits(
                requestLineBytesMax,
                headersBytesMax,
                bodyBytesMax,
                other,
                connectionsMax,
                connectionsPerAddressMax,
                blockingMax,
                streamsMax,
                streamsPerPrincipalMax,
                requestsPerSecondMax);
    }

    public HttpLimits withConnections(int max, int perAddressMax) {
        return new HttpLimits(
                requestLineBytesMax,
                headersBytesMax,
                bodyBytesMax,
                bodiesBytesMax,
                max,
                perAddressMax,
                blockingMax,
                streamsMax,
                streamsPerPrincipalMax,
                requestsPerSecondMax);
    }

    public HttpLimits withStreams(int max, int perPrincipalMax) {
        return new HttpLimits(
                requestLineBytesMax,
                headersBytesMax,
                bodyBytesMax,
                bodiesBytesMax,
                connectionsMax,
                connectionsPerAddressMax,
                blockingMax,
                max,
                perPrincipalMax,
                requestsPerSecondMax);
    }

    public HttpLimits withRequestsPerSecondMax(int other) {
        return new HttpLimits(
                requestLineBytesMax,
                headersBytesMax,
                bodyBytesMax,
                bodiesBytesMax,
                connectionsMax,
                connectionsPerAddressMax,
                blockingMax,
                streamsMax,
                streamsPerPrincipalMax,
                other);
    }
}
