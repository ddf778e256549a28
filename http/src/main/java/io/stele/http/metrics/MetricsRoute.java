package io.stele.http.metrics;

import io.stele.http.Handler;
import io.stele.http.Method;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.model.Bytes;
import io.stele.security.Right;

/// `GET /metrics`, for Prometheus.
public final class MetricsRoute {

    private static final int OK = 200;

    private MetricsRoute() {}

    /// Tells all that `router` measures, and what the JVM knows of itself.
    public static void addTo(Router router) {
        JvmMetrics.addTo(router.metrics());
        router.add(
                Method.GET,
                "/metrics",
                Right.OPERATE,
                Handler.blocking(request ->
                        Response.bytes(
                                OK,
                                PrometheusText.CONTENT_TYPE,
                                Bytes.utf8(PrometheusText.of(router.metrics())))));
    }
}
