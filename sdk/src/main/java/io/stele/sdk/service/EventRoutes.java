package io.stele.sdk.service;

import io.stele.http.Handler;
import io.stele.http.Method;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.model.Bytes;
import io.stele.sdk.schema.EventSchemas;
import io.stele.security.Right;
import java.util.List;

/// `GET /api/events`: which events there are, in which versions, and what their data looks like.
public final class EventRoutes {

    private EventRoutes() {}

    public static void addTo(Router router, EventSchemas schemas) {
        Bytes json = Bytes.utf8(schemas.toJson());
        router.add(
                Method.GET,
                "/api/events",
                Right.PUBLIC,
                Handler.direct(request -> {
                    Aggregates.checkParameters(request, List.of());
                    return Response.bytes(200, Response.JSON, json);
                }));
    }
}
