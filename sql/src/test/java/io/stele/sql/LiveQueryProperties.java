package io.stele.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.http.HttpOptions;
import io.stele.http.HttpServer;
import io.stele.http.Router;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.EventCursor;
import io.stele.model.Expectation;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewRoutes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Live queries while others write: after each message the client's copy is the answer at exactly
/// the position of the message, and the last message stands at the end of the log. The seed stands
/// in the test's name; `-Dstele.liveSeeds=N` runs more of them.
class LiveQueryProperties {

    private static final int COUNTERS = 30;
    private static final int WRITERS = 3;
    private static final int EVENTS = 150; // of each writer
    private static final long END = (long) WRITERS * EVENTS; // the position of the last event
    private static final int LIMIT = 5;
    private static final long AT_LEAST = 40;
    private static final String QUERY =
            "/api/views/counters?total.gte=" + AT_LEAST + "&sort=-total&count=true&limit=" + LIMIT;

    @TempDir Path directory;
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private ViewEngine views;
    private HttpServer server;

    static List<Integer> seeds() {
        List<Integer> seeds = new ArrayList<>();
        for (int seed = 1; seed <= Integer.getInteger("stele.liveSeeds", 3); seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    @BeforeEach
    void start() {
        views = Counters.open(store, TestDatabase.SQLITE.in(directory), new Counters.CounterView());
        Router router = new Router();
        ViewRoutes.addTo(router, views);
        server = HttpServer.start(HttpOptions.loopback(0), router);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        server.close();
        views.close();
        store.close();
    }

    private record Row(String id, long total) {}

    private record Answer(List<Row> rows, long count) {}

    /// What the log up to a position gives, by plain Java.
    private Answer expected(long position) {
        Map<String, Long> totals = new TreeMap<>();
        try (EventCursor events = store.read(ReadLog.all())) {
            while (events.hasNext()) {
                RecordedEvent event = events.next();
                if (event.position().value() <= position) {
                    totals.merge(event.stream().id(), Counters.amount(event), Long::sum);
                }
            }
        }
        List<Row> matching = new ArrayList<>();
        totals.forEach((id, total) -> matching.add(new Row(id, total)));
        matching.removeIf(row -> row.total() < AT_LEAST);
        matching.sort(Comparator.comparingLong(Row::total).thenComparing(Row::id).reversed());
        return new Answer(matching.stream().limit(LIMIT).toList(), matching.size());
    }

    private void check(LiveAnswer answer) {
        List<Row> rows =
                answer.rows().stream()
                        .map(row -> new Row(row.get("id").asString(), row.get("total").asLong()))
                        .toList();
        assertThat(new Answer(rows, answer.count()))
                .as("at position %d", answer.position())
                .isEqualTo(expected(answer.position()));
    }

    private void write(Random random) {
        for (int i = 0; i < EVENTS; i++) {
            store.append(
                    Append.to(
                            "counter-" + random.nextInt(COUNTERS),
                            Expectation.ANY,
                            Counters.added(random.nextInt(-20, 30))));
        }
    }

    /// Some at a time, and a last event that changes the answer for certain.
    private void writeAll(int seed) throws Exception {
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            Random random = new Random(100L * seed + writer);
            writers.add(threads.submit(() -> write(random)));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        store.append(Append.to("counter-0", Expectation.ANY, Counters.added(10_000)));
    }

    /// Reads to the end of all that is written, and checks the copy after each message.
    private int follow() throws Exception {
        int messages = 0;
        try (LiveAnswer answer = LiveAnswer.open(server.address(), QUERY, "")) {
            while (answer.position() < END) {
                messages++;
                answer.next(true);
                check(answer);
            }
        }
        return messages;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theCopyIsTheAnswerAfterEveryMessage(int seed) throws Exception {
        List<Future<?>> followers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            followers.add(threads.submit(this::follow));
        }
        writeAll(seed);
        for (Future<?> follower : followers) {
            assertThat((int) follower.get()).isPositive();
        }
    }

    @Test
    void aClientThatTakesNothingGetsTheLastAnswerAndNotAllBetween() throws Exception {
        try (LiveAnswer slow = LiveAnswer.open(server.address(), QUERY, "")) {
            slow.next(true);
            writeAll(7);
            int messages = 0;
            while (slow.position() < END) {
                slow.next(true);
                messages++;
                check(slow);
            }
            assertThat(messages).isLessThan(WRITERS * EVENTS);
        }
    }

    @Test
    void whoComesBackSeesNoOlderAnswerThanBefore() throws Exception {
        writeAll(8);
        try (LiveAnswer answer = LiveAnswer.open(server.address(), QUERY, "" + END)) {
            answer.next(true);
            assertThat(answer.position()).isEqualTo(END);
            check(answer);
        }
    }

    @Test
    void aMessageThatIsLostIsNoticedByThisTest() throws Exception {
        try (LiveAnswer answer = LiveAnswer.open(server.address(), QUERY, "")) {
            answer.next(true);
            store.append(Append.to("counter-1", Expectation.ANY, Counters.added(1_000)));
            do {
                answer.next(false);
            } while (answer.position() < 0);
            store.append(Append.to("counter-2", Expectation.ANY, Counters.added(2_000)));
            do {
                answer.next(true);
            } while (answer.position() < 1);
            assertThatThrownBy(() -> check(answer)).isInstanceOf(AssertionError.class);
        }
    }
}
