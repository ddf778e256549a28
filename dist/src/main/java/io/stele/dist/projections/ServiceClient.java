package io.stele.dist.projections;

import io.stele.dist.CommandException;
import io.stele.dist.Jsons;
import io.stele.model.CorruptException;
import io.stele.model.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Asks a service over HTTP.
public final class ServiceClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI base;
    private final Optional<String> authorization;

    private ServiceClient(URI base, Optional<String> authorization) {
        this.base = base;
        this.authorization = authorization;
    }

    /// @param environment says who is asking
    public static ServiceClient at(String url, Map<String, String> environment) {
        String plain = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        if (!plain.matches("https?://[^/?#]+")) {
            throw CommandException.usage(
                    "--service must be http://HOST:PORT or https://HOST:PORT, but is " + url);
        }
        return new ServiceClient(URI.create(plain), authorization(environment));
    }

    private static Optional<String> authorization(Map<String, String> environment) {
        String bearer = environment.getOrDefault("STELE_API_KEY", environment.get("STELE_TOKEN"));
        if (bearer != null) {
            return Optional.of("Bearer " + bearer);
        }
        String user = environment.get("STELE_USER");
        String file = environment.get("STELE_PASSWORD_FILE");
        if (user == null || file == null) {
            return Optional.empty();
        }
        try {
            String both = user + ":" + Files.readString(Path.of(file)).strip();
            byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
        } catch (IOException e) {
            throw CommandException.failed("the password cannot be read: " + e);
        }
    }

    /// A part of a path or query.
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    public JsonNode post(String path) {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    public JsonNode post(String path, JsonNode body) {
        return send(
                request(path)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
        authorization.ifPresent(text -> request.header("authorization", text));
        return request;
    }

    /// An answer that is no JSON.
    public String text(String path) {
        return body(request(path).GET().build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /// An answer of any size, bit by bit.
    ///
    /// @param accept which type it shall have
    public InputStream stream(String path, String accept) {
        return body(
                request(path).header("accept", accept).GET().build(), BodyHandlers.ofInputStream());
    }

    private JsonNode send(HttpRequest request) {
        try {
            return Jsons.MAPPER.readTree(
                    body(request, BodyHandlers.ofString(StandardCharsets.UTF_8)));
        } catch (JacksonException e) {
            throw noService();
        }
    }

    private CommandException noService() {
        return CommandException.failed(base + " does not answer as a service does");
    }

    private <T> T body(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            HttpResponse<T> response = http.send(request, body);
            if (response.statusCode() == 200) {
                return response.body();
            }
            throw problem(response.statusCode(), asText(response.body()));
        } catch (IOException e) {
            throw new UnavailableException("no service answers at " + base + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted", e);
        }
    }

    private static String asText(Object body) throws IOException {
        return body instanceof InputStream stream
                ? new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                : String.valueOf(body);
    }

    private RuntimeException problem(int status, String body) {
        JsonNode problem;
        try {
            problem = Jsons.MAPPER.readTree(body);
        } catch (JacksonException e) {
            return noService();
        }
        String detail = problem.path("detail").asString("status " + status);
        if (status == 503) {
            return new UnavailableException(detail);
        }
        return problem.path("type").asString("").endsWith("/corrupt")
                ? new CorruptException(detail, "on the server", 0, null)
                : CommandException.failed(detail);
    }
}
