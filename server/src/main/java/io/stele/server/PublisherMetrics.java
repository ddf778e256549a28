package io.stele.server;

import io.stele.http.metrics.MetricFamily.Kind;
import io.stele.http.metrics.Metrics;
import io.stele.model.StoreException;
import io.stele.publish.Publisher;
import io.stele.publish.PublisherState;
import io.stele.publish.PublisherStatus;
import io.stele.publish.Publishers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// How the publishers fare, as metrics. All of a page is told from one look at them.
final class PublisherMetrics {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final double MILLIS = 1_000.0;

    private final Publishers publishers;
    private final Metrics metrics;
    private List<PublisherStatus> seen = List.of();
    private Instant seenAt = Instant.MIN;

    private PublisherMetrics(Publishers publishers, Metrics metrics) {
        this.publishers = publishers;
        this.metrics = metrics;
    }

    static void of(Publishers publishers, Metrics metrics) {
        PublisherMetrics here = new PublisherMetrics(publishers, metrics);
        here.add(
                Kind.GAUGE,
                "stele_publisher_lag_events",
                "Positions between the first event that a publisher has not published and the end"
                        + " of the log; 0 when there is nothing to do.",
                PublisherStatus::lag);
        here.add(
                Kind.GAUGE,
                "stele_publisher_lag_seconds",
                "How long ago the first event was recorded that a publisher has not published.",
                status -> status.lagTime(Instant.now()).toMillis() / MILLIS);
        here.add(
                Kind.GAUGE,
                "stele_publisher_running",
                "1 when a publisher publishes or waits for events, 0 when it tries again, is paused"
                        + " or has stopped.",
                status -> status.state() == PublisherState.RUNNING ? 1 : 0);
        here.add(
                Kind.COUNTER,
                "stele_publisher_published_total",
                "Events that the target has confirmed; again when published again.",
                status -> status.counts().published());
        here.add(
                Kind.COUNTER,
                "stele_publisher_batches_total",
                "Batches in which they went.",
                status -> status.counts().batches());
        here.add(
                Kind.COUNTER,
                "stele_publisher_failures_total",
                "Failures after which a publisher had to try again.",
                status -> status.counts().failures());
    }

    private void add(Kind kind, String name, String help, ToDoubleFunction<PublisherStatus> value) {
        metrics.observed(
                kind,
                name,
                help,
                () -> {
                    Map<List<String>, Double> series = new HashMap<>();
                    for (PublisherStatus status : look()) {
                        series.put(List.of(status.name().value()), value.applyAsDouble(status));
                    }
                    return series;
                },
                "publisher");
    }

    /// A page has many metrics, and one look is enough for them.
    private synchronized List<PublisherStatus> look() {
        Instant now = Instant.now();
        if (Duration.between(seenAt, now).compareTo(LOOK_EVERY) >= 0) {
            try {
                seen = publishers.all().stream().map(Publisher::status).toList();
                seenAt = now;
            } catch (StoreException e) {
                return List.of(); // nobody knows at this moment
            }
        }
        return seen;
    }
}
