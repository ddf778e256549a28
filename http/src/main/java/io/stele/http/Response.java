package io.stele.http;

import io.stele.model.Bytes;
import io.stele.protocol.DataForm;
import io.stele.protocol.Problem;
import io.stele.protocol.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/// An answer. Immutable.
public final class Response {

    public static final String JSON = "application/json";

    private static final String WWW_AUTHENTICATE = "www-authenticate";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /// What stands in an answer.
    sealed interface Body {

        record Whole(Bytes bytes) implements Body {}

        record Streamed(StreamingBody writer) implements Body {}
    }

    record Header(String name, String value) {}

    private final int status;
    private final List<Header> headers;
    private final Body body;

    private Response(int status, List<Header> headers, Body body) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be 200 to 599: " + status);
        }
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    /// @param value a record, map, list, or Jackson node; a [Bytes] or [String] would become a JSON
    ///     string: for a ready JSON text see [#bytes]
    public static Response json(int status, Object value) {
        return bytes(status, JSON, Bytes.wrap(MAPPER.writeValueAsBytes(value)));
    }

    public static Response bytes(int status, String contentType, Bytes body) {
        return new Response(
                status, List.of(new Header("content-type", contentType)), new Body.Whole(body));
    }

    public static Response text(int status, String text) {
        return bytes(status, "text/plain; charset=utf-8", Bytes.utf8(text));
    }

    /// Without a body.
    public static Response empty(int status) {
        return new Response(status, List.of(), new Body.Whole(Bytes.EMPTY));
    }

    /// With `Retry-After` where trying again later helps, `Allow` where the method is wrong, and
    /// `WWW-Authenticate` where it is not known who is asking.
    public static Response problem(Problem problem) {
        return problem(problem, DataForm.READABLE);
    }

    /// As [#problem(Problem)].
    public static Response problem(Problem problem, DataForm form) {
        Response response = bytes(problem.status(), Problem.CONTENT_TYPE, problem.toJson(form));
        if (problem.status() == 429 || problem.status() == 503) {
            response = response.header("retry-after", Long.toString(retrySeconds(problem)));
        }
        if (problem.status() == 401) {
            response = response.header(WWW_AUTHENTICATE, "Bearer realm=\"stele\"");
            response =
                    response.header(WWW_AUTHENTICATE, "Basic realm=\"stele\", charset=\"UTF-8\"");
        }
        if (problem.extensions().get("allow") instanceof Iterable<?> allow) {
            List<String> methods = new ArrayList<>();
            allow.forEach(method -> methods.add(method.toString()));
            response = response.header("allow", String.join(", ", methods));
        }
        return response;
    }

    /// The header has no smaller unit.
    private static long retrySeconds(Problem problem) {
        long millis = Problems.retryAfter(problem).map(Duration::toMillis).orElse(1L);
        return Math.ceilDiv(millis, 1_000L);
    }

    /// @param body runs once, on a virtual thread; never for HEAD
    public static Response stream(int status, String contentType, StreamingBody body) {
        return new Response(
                status, List.of(new Header("content-type", contentType)), new Body.Streamed(body));
    }

    /// The same with one more header.
    public Response header(String name, String value) {
        Objects.requireNonNull(value, name);
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Response(status, more, body);
    }

    Response withoutBody() {
        return new Response(status, headers, new Body.Whole(Bytes.EMPTY));
    }

    public int status() {
        return status;
    }

    List<Header> headers() {
        return headers;
    }

    Body body() {
        return body;
    }
}
