package io.stele.bench.publish;

import io.stele.bench.Figure;
import io.stele.bench.Figure.Baseline;
import io.stele.bench.Figure.Of;
import io.stele.bench.PreparedStore;
import io.stele.bench.Rounds;
import io.stele.bench.Rounds.Compared;
import io.stele.bench.Unit;
import io.stele.bench.groups.InterleavedLog;
import io.stele.model.Append;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.publish.Publisher;
import io.stele.publish.PublisherFilter;
import io.stele.publish.PublisherSettings;
import io.stele.publish.PublisherSettings.Start;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Publishers to brokers that are there already: how fast one catches up with a log, beside a plain
/// producer of as many bytes, and how long an event takes from the answer to its append until a
/// consumer has it, beside a message of the plain producer.
public final class PublishBench {

    private static final int DATA_BYTES = 300;
    private static final int STREAMS = 1_000;
    private static final int WARMING = 50;
    private static final int PAUSE_MILLIS = 5;
    private static final long PATIENCE_SECONDS = 120;
    private static final String LIVE = "live";

    private final Path directory;
    private final InterleavedLog filling;
    private final int delays;
    private final int rounds;
    private final Consumer<String> progress;

    /// @param directory has the store, or gets it
    /// @param events to catch up with
    /// @param delays how many events are followed one by one
    /// @param progress takes a line at a time
    public PublishBench(
            Path directory, long events, int delays, int rounds, Consumer<String> progress) {
        this.directory = directory;
        this.filling = new InterleavedLog(events, STREAMS, DATA_BYTES);
        this.delays = delays;
        this.rounds = rounds;
        this.progress = progress;
    }

    /// @param servers of a Kafka cluster
    public List<Figure> onKafka(String servers) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        try (BenchKafka exactly = new BenchKafka(servers, "exactly-once");
                BenchKafka atLeast = new BenchKafka(servers, "at-least-once")) {
            figures.addAll(run("kafka exactly once", exactly, 20_000, 50_000));
            figures.addAll(run("kafka at least once", atLeast, 20_000, 10_000));
        }
        return figures;
    }

    /// @param uri of a RabbitMQ
    public List<Figure> onRabbitMq(String uri) throws IOException, InterruptedException {
        try (BenchRabbitMq broker = new BenchRabbitMq(uri)) {
            return run("rabbitmq", broker, 10_000, 10_000);
        }
    }

    private List<Figure> run(String name, BenchBroker broker, double rateGoal, double microsGoal)
            throws IOException, InterruptedException {
        PreparedStore.in(directory, filling, progress);
        try (EventStore store = EventStore.open("embedded:" + directory)) {
            return List.of(
                    catchUp(name + ", catching up", store, broker).withGoal(Of.VALUE, rateGoal),
                    delay(name + ", median delay", store, broker).withGoal(Of.VALUE, microsGoal));
        }
    }

    private static PublisherSettings settings(BenchBroker broker, String place) {
        return PublisherSettings.of(place, broker.kind(), broker.target(place));
    }

    private static String place() {
        return "bench-" + UUID.randomUUID();
    }

    private Figure catchUp(String name, EventStore store, BenchBroker broker) throws IOException {
        byte[] data = new byte[DATA_BYTES];
        new Random(1).nextBytes(data);
        Compared both =
                new Rounds(rounds, progress)
                        .compare(
                                name,
                                () -> publishAll(store, broker),
                                () -> {
                                    String place = place();
                                    broker.sendBare(place, filling.eventCount(), STREAMS, data);
                                    broker.drop(place);
                                    return filling.eventCount();
                                });
        return Figure.of(
                name,
                Unit.EVENTS_PER_SECOND,
                both.found() / both.seconds(),
                new Baseline("plain producer", both.found() / both.baselineSeconds()));
    }

    private static long publishAll(EventStore store, BenchBroker broker) throws IOException {
        String place = place();
        PublisherSettings settings =
                settings(broker, place)
                        .withFilter(PublisherFilter.categories(InterleavedLog.CATEGORY));
        long published;
        try (Publisher publisher = Publisher.start(store, settings)) {
            await(() -> publisher.status().lag() == 0, publisher);
            published = publisher.status().counts().published();
        }
        broker.drop(place);
        return published;
    }

    private static void await(BooleanSupplier condition, Object what) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() > end) {
                    throw new IOException("it takes too long: " + what);
                }
                Thread.sleep(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Figure delay(String name, EventStore store, BenchBroker broker)
            throws IOException, InterruptedException {
        String bare = place();
        broker.make(bare);
        List<Double> baseline =
                delays(
                        broker,
                        bare,
                        number -> {
                            String id = UUID.randomUUID().toString();
                            return new Sent(
                                    id, () -> broker.sendOne(bare, id, new byte[DATA_BYTES]));
                        });
        broker.drop(bare);
        String place = place();
        PublisherSettings settings =
                settings(broker, place)
                        .withStart(Start.END)
                        .withFilter(PublisherFilter.categories(LIVE));
        List<Double> published;
        try (Publisher publisher = Publisher.start(store, settings)) {
            append(store, "0").send(); // which makes the place
            await(() -> publisher.status().counts().published() > 0, publisher);
            published = delays(broker, place, number -> append(store, Integer.toString(number)));
        }
        broker.drop(place);
        progress.accept(
                "%s: p99 %,.0f us, baseline %,.0f us"
                        .formatted(name, percentile(published, 0.99), percentile(baseline, 0.99)));
        return Figure.of(
                name,
                Unit.MICROS,
                Rounds.median(published),
                new Baseline("plain producer", Rounds.median(baseline)));
    }

    private interface Sending {
        void send() throws IOException;
    }

    private record Sent(String id, Sending sending) {
        void send() throws IOException {
            sending.send();
        }
    }

    private interface Source {
        Sent message(int number);
    }

    private static Sent append(EventStore store, String stream) {
        NewEvent event = NewEvent.json("Happened", "{\"text\":\"%s\"}".formatted("x".repeat(280)));
        return new Sent(
                event.id().toString(),
                () -> {
                    var _ = store.append(Append.to(LIVE + "-" + stream, Expectation.ANY, event));
                });
    }

    /// From the answer to the append, or the call of the producer, until a consumer has it.
    private List<Double> delays(BenchBroker broker, String place, Source source)
            throws IOException, InterruptedException {
        Map<String, Long> arrived = new ConcurrentHashMap<>();
        List<Double> micros = new ArrayList<>();
        try (AutoCloseable following =
                broker.follow(place, id -> arrived.put(id, System.nanoTime()))) {
            for (int i = 0; i < WARMING + delays; i++) {
                Sent message = source.message(i % STREAMS);
                message.send();
                long since = System.nanoTime();
                await(() -> arrived.containsKey(message.id()), following);
                long at = arrived.getOrDefault(message.id(), since);
                if (i >= WARMING) {
                    micros.add(Math.max(0, at - since) / 1e3);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
        return micros;
    }

    private static double percentile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * share));
    }
}
