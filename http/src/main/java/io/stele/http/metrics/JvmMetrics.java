package io.stele.http.metrics;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;
import java.util.List;

/// What the JVM knows of itself.
public final class JvmMetrics {

    private static final double MILLIS = 1e-3;
    private static final double NANOS = 1e-9;

    private JvmMetrics() {}

    public static void addTo(Metrics metrics) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        metrics.gauge(
                "jvm_heap_used_bytes",
                "Java heap in use.",
                () -> memory.getHeapMemoryUsage().getUsed());
        metrics.gauge(
                "jvm_heap_max_bytes",
                "What the Java heap may grow to.",
                () -> memory.getHeapMemoryUsage().getMax());
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        metrics.counted(
                "jvm_gc_collections_total",
                "Garbage collections.",
                () -> collectors.stream().mapToLong(c -> c.getCollectionCount()).sum());
        metrics.counted(
                "jvm_gc_seconds_total",
                "Time in garbage collections.",
                () -> collectors.stream().mapToLong(c -> c.getCollectionTime()).sum() * MILLIS);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        metrics.gauge("jvm_threads", "Platform threads.", threads::getThreadCount);
        process(metrics);
    }

    private static void process(Metrics metrics) {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        metrics.gauge(
                "process_start_time_seconds",
                "When the process began, in seconds since 1970.",
                () -> runtime.getStartTime() * MILLIS);
        metrics.counted(
                "process_cpu_seconds_total",
                "Processor time of the process; NaN where the system does not tell.",
                JvmMetrics::cpuSeconds);
    }

    private static double cpuSeconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(time -> time.toNanos() * NANOS)
                .orElse(Double.NaN);
    }
}
