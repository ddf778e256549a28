package io.stele.sdk.service;

import io.stele.http.metrics.Metrics;
import io.stele.sdk.view.ProjectionStatus;
import io.stele.sdk.view.ProjectionStatus.Build;
import io.stele.sdk.view.Projections;
import java.util.function.ToDoubleFunction;

/// How what keeps a view up to date is doing, as gauges.
public final class ViewMetrics {

    private ViewMetrics() {}

    public static void addTo(Metrics metrics, Projections projections, String view) {
        metrics.gauge(
                "stele_view_stopped",
                "1 when a view has stopped at an event or is paused, or its code has changed and it"
                        + " waits to be told.",
                "view",
                view,
                () -> of(projections, view, ViewMetrics::stopped));
        metrics.gauge(
                "stele_view_events_per_second",
                "Events that a view that catches up, or is rebuilt, gets on with in a second.",
                "view",
                view,
                () -> of(projections, view, status -> newest(status).perSecond()));
        metrics.gauge(
                "stele_view_seconds_left",
                "How long that takes yet; 0 for a view that has caught up.",
                "view",
                view,
                () -> of(projections, view, status -> newest(status).secondsLeft().orElse(0)));
    }

    private static double of(
            Projections projections, String view, ToDoubleFunction<ProjectionStatus> value) {
        try {
            return projections.find(view).stream()
                    .mapToDouble(value)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (RuntimeException e) {
            return Double.NaN; // the database or the store is away
        }
    }

    private static double stopped(ProjectionStatus status) {
        return switch (status.state()) {
            case FAILED, PAUSED -> 1;
            case CATCHING_UP, LIVE -> 0;
        };
    }

    private static Build newest(ProjectionStatus status) {
        return status.builds().getLast();
    }
}
