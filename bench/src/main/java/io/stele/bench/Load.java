package io.stele.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Closed-loop load: each writer appends, waits until it is durable, and appends again.
final class Load {

    private static final long LATENCY_NANOS_MAX = TimeUnit.MINUTES.toNanos(10);

    private final int writers;
    private final ThreadFactory threads;

    /// @param virtual whether the writers are virtual threads
    Load(int writers, boolean virtual) {
        this.writers = writers;
        this.threads =
                virtual
                        ? Thread.ofVirtual().name("writer-", 0).factory()
                        : Thread.ofPlatform().daemon().name("writer-", 0).factory();
    }

    /// Runs all writers for `duration`.
    Slice run(Appender appender, Duration duration) throws InterruptedException {
        Run run = new Run(appender, duration.toNanos());
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            int writer = i;
            running.add(threads.newThread(() -> run.write(writer)));
        }
        running.forEach(Thread::start);
        long started = System.nanoTime();
        long cpuBefore = cpuNanos();
        run.start.countDown();
        for (Thread thread : running) {
            thread.join();
        }
        long cpuNanos = cpuNanos() - cpuBefore;
        long elapsedNanos = System.nanoTime() - started;
        run.throwFailure();
        return slice(run.latencies, elapsedNanos, cpuNanos);
    }

    private static Slice slice(Histogram latencies, long elapsedNanos, long cpuNanos) {
        long events = latencies.getTotalCount();
        return new Slice(
                events * 1e9 / elapsedNanos,
                latencies.getValueAtPercentile(50) / 1e3,
                latencies.getValueAtPercentile(99) / 1e3,
                latencies.getValueAtPercentile(99.9) / 1e3,
                latencies.getMaxValue() / 1e3,
                cpuNanos / 1e3 / events);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static final class Run {
        final CountDownLatch start = new CountDownLatch(1);
        final AtomicHistogram latencies = new AtomicHistogram(LATENCY_NANOS_MAX, 3);
        private final Appender appender;
        private final long nanos;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Run(Appender appender, long nanos) {
            this.appender = appender;
            this.nanos = nanos;
        }

        void write(int writer) {
            try {
                start.await();
                long begin = System.nanoTime();
                long before = begin;
                while (before - begin < nanos && failure.get() == null) {
                    appender.append(writer);
                    long after = System.nanoTime();
                    latencies.recordValue(Math.min(after - before, LATENCY_NANOS_MAX));
                    before = after;
                }
            } catch (InterruptedException | RuntimeException e) {
                failure.compareAndSet(null, e);
            }
        }

        void throwFailure() {
            Throwable first = failure.get();
            if (first != null) {
                throw new IllegalStateException("a writer failed: " + first.getMessage(), first);
            }
        }
    }
}
