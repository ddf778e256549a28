package io.stele.bench.load;

import io.stele.model.EventStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/// Whether a subscriber that takes nothing slows the writer down: appends at a fixed rate beside a
/// hundred subscribers, in turns with all of them reading and with one of them stalled.
public final class StalledSubscriberBench {

    private static final int SUBSCRIBERS = 100;
    private static final int TURNS = 6;
    private static final double RATE = 400;
    private static final int CALLERS = 16;
    private static final double MORE_MAX = 1.10;

    /// More than the windows of a connection hold, so that who does not take it stalls the server's
    /// sending.
    private static final int HISTORY_EVENTS = 50_000;

    private final HostPort server;
    private final Duration measured;
    private final Consumer<String> progress;

    /// Latencies of the writer.
    ///
    /// @param errors appends that failed, and subscriptions that ended by themselves
    /// @param allRead while all subscribers read
    /// @param oneStalled while one of them does not
    /// @param ratios of each turn: how many times as long the writer's p99 is beside a stalled
    ///     subscriber
    public record Result(
            Histogram allRead, Histogram oneStalled, List<Double> ratios, long errors) {

        public Result {
            ratios = List.copyOf(ratios);
        }

        /// The median of all turns, so that one disturbed turn does not decide.
        public double ratio() {
            List<Double> sorted = ratios.stream().sorted().toList();
            int middle = sorted.size() / 2;
            return sorted.size() % 2 == 1
                    ? sorted.get(middle)
                    : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        }

        public boolean reached() {
            return ratio() < MORE_MAX && errors == 0;
        }
    }

    /// @param address of a server
    /// @param measured how long each of the two is measured in all
    public StalledSubscriberBench(String address, Duration measured, Consumer<String> progress) {
        this.server = HostPort.parse(address);
        this.measured = measured;
        this.progress = progress;
    }

    public Result run() throws InterruptedException {
        var _ = Preparation.stream(server, HISTORY_EVENTS, AppendLoad.DEFAULT.sizeBytes());
        Appends appends = new Appends(AppendLoad.DEFAULT, CALLERS);
        try (Subscribers subscribers = new Subscribers(server);
                LoadTarget writer = new UnaryTarget(new Channels(server, 1), appends)) {
            long head = head();
            for (int i = 1; i < SUBSCRIBERS; i++) {
                var _ = subscribers.open(i, head);
            }
            return measure(subscribers, writer);
        }
    }

    private Result measure(Subscribers subscribers, LoadTarget writer) throws InterruptedException {
        Duration slice = measured.dividedBy(TURNS);
        var _ = write(writer, slice.multipliedBy(2)); // warms up
        Histogram allRead = histogram();
        Histogram oneStalled = histogram();
        List<Double> ratios = new ArrayList<>();
        long errors = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            Measurements[] both = new Measurements[2];
            for (int half = 0; half < 2; half++) {
                int stalled = (turn + half) % 2;
                both[stalled] = slice(subscribers, writer, slice, stalled == 1);
                errors += errors(both[stalled]);
            }
            allRead.add(both[0].latencies());
            oneStalled.add(both[1].latencies());
            ratios.add(p99(both[1]) / (double) Math.max(1, p99(both[0])));
        }
        progress.accept("  %,d events were taken".formatted(subscribers.taken()));
        return new Result(allRead, oneStalled, ratios, errors + subscribers.broken());
    }

    private Measurements slice(
            Subscribers subscribers, LoadTarget writer, Duration length, boolean stalled)
            throws InterruptedException {
        Runnable end = stalled ? subscribers.openStalled(0, 0) : subscribers.open(0, head());
        Measurements measured = write(writer, length);
        end.run();
        progress.accept(
                "  %-12s p99 %.2f ms"
                        .formatted(stalled ? "one stalled" : "all read", p99(measured) / 1e6));
        return measured;
    }

    private static long p99(Measurements measured) {
        return measured.latencies().getValueAtPercentile(99);
    }

    private static long errors(Measurements measured) {
        return measured.errors().values().stream().mapToLong(Long::longValue).sum();
    }

    private static Measurements write(LoadTarget writer, Duration length)
            throws InterruptedException {
        return new LoadRun(writer, Pace.open(RATE, CALLERS, Duration.ZERO, length), length).run();
    }

    private static Histogram histogram() {
        return new Histogram(Measurements.LATENCY_NANOS_MAX, 3);
    }

    private long head() {
        try (EventStore store = EventStore.open("stele://" + server)) {
            return store.head().next();
        }
    }
}
