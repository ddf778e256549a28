package io.stele.http;

import java.time.Duration;

/// How long a server waits.
///
/// @param idle between two requests of a connection
/// @param head from the first byte of a request to the end of its headers; then 408
/// @param body from there to the end of the body; then 408
/// @param write while the client takes nothing of an answer; then the connection is closed
/// @param linger for the client to read an error before the connection is closed on it
/// @param drain for the requests at hand when the server closes
public record HttpTimeouts(
        Duration idle,
        Duration head,
        Duration body,
        Duration write,
        Duration linger,
        Duration drain) {

    public static final HttpTimeouts DEFAULT =
            new HttpTimeouts(
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(10));

    public HttpTimeouts withDrain(Duration other) {
        return new HttpTimeouts(idle, head, body, write, linger, other);
    }
}
