package io.stele.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// Speaks to the bank as any HTTP client does; knows nothing of Stele's classes.
final class BankClient implements AutoCloseable {

    static final ObjectMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
    private final URI base;

    /// What came back.
    record Answer(int status, JsonNode body, String etag, String position) {
        JsonNode state() {
            return body.get("state");
        }
    }

    BankClient(URI base) {
        this.base = base;
    }

    /// @param headers names and values in turn
    Answer command(String account, String command, String json, String... headers)
            throws IOException, InterruptedException {
        return post("/api/account/" + account + "/" + command, json, headers);
    }

    /// @param headers names and values in turn
    Answer post(String path, String json, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Answer get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).GET();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(
                        request.timeout(Duration.ofSeconds(30)).build(),
                        HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                JSON.readTree(response.body()),
                response.headers().firstValue("ETag").orElse(""),
                response.headers().firstValue("Stele-Position").orElse(""));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
