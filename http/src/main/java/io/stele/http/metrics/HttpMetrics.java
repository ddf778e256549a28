package io.stele.http.metrics;

import io.stele.http.Method;
import io.stele.http.metrics.LatencyHistogram.Resolution;
import java.util.concurrent.atomic.LongAdder;

/// The requests of an HTTP server. By routes and not by paths, of which there is no end.
public final class HttpMetrics {

    /// Stands for what no route takes.
    public static final String NO_ROUTE = "none";

    private final MetricFamily<LongAdder> requests;
    private final MetricFamily<LatencyHistogram> seconds;

    public HttpMetrics(Metrics metrics) {
        requests =
                metrics.counter(
                        "stele_http_requests_total",
                        "HTTP requests that were answered.",
                        "method",
                        "route",
                        "status");
        seconds =
                metrics.latency(
                        "stele_http_request_seconds",
                        "From the last byte of a request to the first of its answer.",
                        Resolution.COARSE,
                        "method",
                        "route");
    }

    public void answered(Method method, String route, int status, long nanos) {
        requests.with(method.name(), route, Integer.toString(status)).increment();
        seconds.with(method.name(), route).record(nanos);
    }
}
