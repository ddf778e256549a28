package io.stele.client;

import java.time.Duration;

/// How patient a client is.
///
/// @param connect to reach one server
/// @param answer to an answer, or to the next message of a longer one
/// @param retry as long as this a client that has reached a server before goes on trying when the
///     connection breaks, the server is gone, or it has too much to do
/// @param quiet a connection on which a call waits and nothing was heard for so long is asked
///     whether it is still alive
public record ClientOptions(Duration connect, Duration answer, Duration retry, Duration quiet) {

    public static final ClientOptions DEFAULT =
            new ClientOptions(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(20));

    public ClientOptions withRetry(Duration other) {
        return new ClientOptions(connect, answer, other, quiet);
    }
}
