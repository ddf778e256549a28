package io.stele.client;

import io.stele.model.Bytes;
import io.stele.model.UnavailableException;
import io.stele.protocol.ProblemKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The server at the other end.
final class Server implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final URI base;
    private final ClientOptions options;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("stele-client-", 0).factory());
    private final HttpClient http;
    private volatile boolean closed;

    Server(URI base, ClientOptions options) {
        this.base = base;
        this.options = options;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(options.connect())
                        .executor(threads)
                        .build();
    }

    HttpRequest.Builder request(String path) {
        if (closed) {
            throw new UnavailableException("the store is closed");
        }
        return HttpRequest.newBuilder(base.resolve(path)).timeout(options.answer());
    }

    HttpRequest.Builder post(String path, Bytes json) {
        return request(path)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.toByteArray()));
    }

    CompletableFuture<Answer> sendAsync(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofByteArray()).thenApply(Answer::of);
    }

    /// A good answer, or one that the caller looks at with [Answer#unless].
    ///
    /// @throws UnavailableException when the server cannot be reached
    Answer send(HttpRequest.Builder request) {
        return Answer.of(exchange(request, BodyHandlers.ofByteArray()));
    }

    Answer get(String path) {
        return send(request(path));
    }

    /// A good answer as it streams in.
    ///
    /// @param empty problems that stand for an answer without any events
    /// @throws io.stele.model.StoreException for any other answer
    InputStream open(HttpRequest.Builder request, ProblemKind... empty) {
        HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            Bytes problem = Bytes.wrap(body.readAllBytes());
            Answer answer = new Answer(response.statusCode(), response.headers(), problem);
            for (ProblemKind kind : empty) {
                if (answer.kind().filter(kind::equals).isPresent()) {
                    return new ByteArrayInputStream(new byte[0]);
                }
            }
            throw answer.failure();
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private <T> HttpResponse<T> exchange(
            HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request.build(), body);
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting for " + base, e);
        }
    }

    UnavailableException unreachable(Throwable cause) {
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (cause instanceof ConnectException && cause.getMessage() == null) {
            reason = "nothing answers there; is the server running?";
        }
        return new UnavailableException(
                closed ? "the store is closed" : "cannot reach " + base + ": " + reason, cause);
    }

    /// Starts a virtual thread.
    void run(Runnable task) {
        threads.execute(task);
    }

    /// Waits for calls under way, for a short while.
    @Override
    public void close() {
        closed = true;
        http.shutdown();
        try {
            if (!http.awaitTermination(CLOSE_TIMEOUT)) {
                http.shutdownNow();
            }
        } catch (InterruptedException e) {
            http.shutdownNow();
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }

    boolean isClosed() {
        return closed;
    }
}
