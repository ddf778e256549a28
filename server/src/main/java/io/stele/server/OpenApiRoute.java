package io.stele.server;

import io.stele.http.Handler;
import io.stele.http.Method;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.model.Bytes;
import io.stele.security.Right;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// `GET /openapi.json` of a server. Written by hand, beside this class; `OpenApiTest` calls a server
/// by it, and sees that no route is missing.
final class OpenApiRoute {

    private static final int OK = 200;

    private OpenApiRoute() {}

    static void addTo(Router router) {
        Response document = Response.bytes(OK, Response.JSON, read());
        router.add(Method.GET, "/openapi.json", Right.PUBLIC, Handler.direct(request -> document));
    }

    private static Bytes read() {
        try (InputStream in = OpenApiRoute.class.getResourceAsStream("openapi.json")) {
            return Bytes.wrap(Objects.requireNonNull(in, "openapi.json").readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
