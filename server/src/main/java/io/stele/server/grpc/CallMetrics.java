package io.stele.server.grpc;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.stele.http.metrics.LatencyHistogram;
import io.stele.http.metrics.LatencyHistogram.Resolution;
import io.stele.http.metrics.MetricFamily;
import io.stele.http.metrics.Metrics;
import java.util.concurrent.atomic.LongAdder;

/// Counts calls by method and status, those that a service never saw as well.
final class CallMetrics extends ServerStreamTracer.Factory {

    /// Stands for methods that there are not.
    private static final String NO_METHOD = "none";

    private final MetricFamily<LongAdder> calls;
    private final MetricFamily<LatencyHistogram> seconds;
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();

    CallMetrics(Metrics metrics) {
        calls =
                metrics.counter(
                        "stele_grpc_calls_total", "gRPC calls that ended.", "method", "status");
        seconds =
                metrics.latency(
                        "stele_grpc_call_seconds",
                        "From the beginning of a gRPC call to its end; streams last long.",
                        Resolution.COARSE,
                        "method");
        metrics.gauge(
                "stele_grpc_calls_open",
                "gRPC calls that are under way, streams among them.",
                () -> begun.sum() - ended.sum());
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        String method = CallRights.all().containsKey(fullMethodName) ? fullMethodName : NO_METHOD;
        begun.increment();
        return new Tracer(method, System.nanoTime());
    }

    private final class Tracer extends ServerStreamTracer {

        private final String method;
        private final long sinceNanos;

        Tracer(String method, long sinceNanos) {
            this.method = method;
            this.sinceNanos = sinceNanos;
        }

        @Override
        public void streamClosed(Status status) {
            ended.increment();
            calls.with(method, status.getCode().name()).increment();
            seconds.with(method).record(System.nanoTime() - sinceNanos);
        }
    }
}
