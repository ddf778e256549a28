package io.stele.client;

import java.time.Duration;

/// How patient a client is.
///
/// @param connect to reach the server
/// @param answer to the beginning of an answer
/// @param retry as long as this an append whose outcome is not known is sent again, and a
///     subscription whose connection broke is connected again
/// @param quiet a live connection that says nothing for so long is taken for broken; the server
///     says something every ten seconds
public record ClientOptions(Duration connect, Duration answer, Duration retry, Duration quiet) {

    public static final ClientOptions DEFAULT =
            new ClientOptions(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(40));

    public ClientOptions withRetry(Duration other) {
        return new ClientOptions(connect, answer, other, quiet);
    }
}
