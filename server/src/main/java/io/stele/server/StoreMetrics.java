package io.stele.server;

import io.stele.http.metrics.LatencyHistogram;
import io.stele.http.metrics.LatencyHistogram.Resolution;
import io.stele.http.metrics.MetricFamily;
import io.stele.http.metrics.Metrics;
import io.stele.model.AppendObserver;
import io.stele.model.EventStore;
import io.stele.model.StoreCondition;
import io.stele.model.StoreException;
import io.stele.model.StoreMonitor;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/// What a store does, and how it is.
final class StoreMetrics implements AppendObserver {

    private final Map<Outcome, LongAdder> appends = new EnumMap<>(Outcome.class);
    private final LongAdder events;
    private final LongAdder bytes;
    private final LongAdder batches;
    private final LongAdder batchedAppends;
    private final LatencyHistogram appendSeconds;
    private final LatencyHistogram syncSeconds;

    private StoreMetrics(Metrics metrics) {
        MetricFamily<LongAdder> byOutcome =
                metrics.counter(
                        "stele_appends_total",
                        "Appends that were answered: written, duplicate (a retry of one that is"
                                + " there), conflict, failed.",
                        "outcome");
        for (Outcome outcome : Outcome.values()) {
            appends.put(outcome, byOutcome.with(outcome.name().toLowerCase(Locale.ROOT)));
        }
        events = metrics.counter("stele_events_written_total", "Events that were written.").with();
        bytes =
                metrics.counter("stele_log_written_bytes_total", "Bytes written to the log.")
                        .with();
        batches =
                metrics.counter("stele_append_batches_total", "Batches: one write and one sync.")
                        .with();
        batchedAppends =
                metrics.counter(
                                "stele_append_batched_total",
                                "Appends in batches; by batches, that is the size of a batch.")
                        .with();
        appendSeconds =
                metrics.latency(
                                "stele_append_seconds",
                                "From handing an append to the store until its answer.",
                                Resolution.FINE)
                        .with();
        syncSeconds =
                metrics.latency(
                                "stele_sync_seconds",
                                "Writing and syncing of a batch.",
                                Resolution.FINE)
                        .with();
    }

    /// Begins to measure `store`, as far as it tells anything.
    static void of(EventStore store, Metrics metrics) {
        metrics.gauge(
                "stele_log_next_position",
                "The position that the next event gets.",
                () -> head(store));
        store.monitor()
                .ifPresent(monitor -> {
                    monitor.observe(new StoreMetrics(metrics));
                    conditions(monitor, metrics);
                });
    }

    private static double head(EventStore store) {
        try {
            return store.head().next();
        } catch (StoreException e) {
            return Double.NaN;
        }
    }

    private static void conditions(StoreMonitor monitor, Metrics metrics) {
        gauge(
                monitor,
                metrics,
                "stele_store_writable",
                "1 when the store takes appends, 0 when it only reads.",
                condition -> condition.refusal().isEmpty() ? 1 : 0);
        gauge(
                monitor,
                metrics,
                "stele_append_waiting_bytes",
                "Bytes of appends that wait for the writer.",
                StoreCondition::waitingBytes);
        gauge(
                monitor,
                metrics,
                "stele_disk_free_bytes",
                "What is left where the log is kept; -1 when that cannot be told.",
                StoreCondition::diskFreeBytes);
        gauge(
                monitor,
                metrics,
                "stele_log_files",
                "Segments of the log.",
                StoreCondition::logFileCount);
        gauge(
                monitor,
                metrics,
                "stele_log_bytes",
                "Size of the segments; the last one is not filled yet.",
                StoreCondition::logBytes);
        gauge(
                monitor,
                metrics,
                "stele_index_parts",
                "Parts of the index that a look-up may ask.",
                StoreCondition::indexPartCount);
        gauge(
                monitor,
                metrics,
                "stele_index_bytes",
                "Size of the index files.",
                StoreCondition::indexBytes);
    }

    private static void gauge(
            StoreMonitor monitor,
            Metrics metrics,
            String name,
            String help,
            ToDoubleFunction<StoreCondition> value) {
        metrics.gauge(name, help, () -> value.applyAsDouble(monitor.condition()));
    }

    @Override
    public void synced(int appendCount, long eventCount, long byteCount, long nanos) {
        batches.increment();
        batchedAppends.add(appendCount);
        events.add(eventCount);
        bytes.add(byteCount);
        syncSeconds.record(nanos);
    }

    @Override
    public void answered(Outcome outcome, long nanos) {
        LongAdder counter = appends.get(outcome);
        if (counter != null) {
            counter.increment();
        }
        if (outcome == Outcome.WRITTEN) {
            appendSeconds.record(nanos);
        }
    }
}
