package io.stele.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.sdk.view.ViewDatabase;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewRow;
import io.stele.sdk.view.ViewState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// However often and wherever a projection is killed, its tables are the fold of the log. To replay
/// a failure, run its seed alone.
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ProjectionProperties {

    @Parameter TestDatabase kind = TestDatabase.SQLITE;

    private static final List<Step> STEPS = List.of(Step.values());
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir Path directory;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 8);
    }

    /// Ends a runner's work without any tidying up of its own.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tablesAreTheFoldOfTheLogWhereverAProjectionIsKilled(long seed) throws Exception {
        Random random = new Random(seed);
        ViewDatabase database = kind.in(directory);
        try (InMemoryEventStore store = new InMemoryEventStore()) {
            for (int round = 0; round < (kind == TestDatabase.SQLITE ? 10 : 3); round++) {
                append(store, random, 1 + random.nextInt(round % 3 == 0 ? 700 : 20));
                runAndKill(store, database, random);
            }
            try (ViewEngine views = Counters.open(store, database, new Counters.CounterView())) {
                Position last = store.head().last().orElseThrow();
                assertThat(views.awaitApplied("counters", last, LONG).covers(last)).isTrue();
                assertThat(views.awaitApplied("counter", last, LONG).covers(last)).isTrue();
                assertThat(rows(views, "counters")).isEqualTo(fold(store, false));
                assertThat(rows(views, "counter")).isEqualTo(fold(store, true));
            }
        }
    }

    private static void runAndKill(InMemoryEventStore store, ViewDatabase database, Random random)
            throws InterruptedException {
        Step where = STEPS.get(random.nextInt(STEPS.size()));
        AtomicInteger left =
                new AtomicInteger(random.nextInt(where == Step.IN_TRANSACTION ? 900 : 6));
        Step.Listener killer =
                step -> {
                    if (step == where && left.getAndDecrement() <= 0) {
                        throw new Killed();
                    }
                };
        Position last = store.head().last().orElseThrow();
        try (ViewEngine views =
                Counters.open(store, database, killer, new Counters.CounterView())) {
            append(store, random, random.nextInt(10));
            boolean killed = views.awaitApplied("counters", last, LONG).state() == ViewState.FAILED;
            assertThat(killed || views.applied("counters").covers(last)).isTrue();
        }
    }

    private static void append(InMemoryEventStore store, Random random, int events) {
        for (int i = 0; i < events; i++) {
            String category = random.nextInt(4) == 0 ? "other-" : "counter-";
            store.append(
                    Append.to(
                            category + random.nextInt(30),
                            Expectation.ANY,
                            Counters.added(random.nextInt(10))));
        }
    }

    /// Total and number of events by id; the generic view has the revision for the latter.
    private static Map<String, String> fold(InMemoryEventStore store, boolean generic) {
        Map<String, Long> totals = new TreeMap<>();
        Map<String, Long> times = new TreeMap<>();
        store.read(ReadLog.all().matching(Counters.FILTER))
                .toList()
                .forEach(event -> {
                    totals.merge(event.stream().id(), Counters.amount(event), Long::sum);
                    times.merge(event.stream().id(), 1L, Long::sum);
                });
        Map<String, String> rows = new TreeMap<>();
        totals.forEach((id, total) ->
                rows.put(id, total + " " + (times.getOrDefault(id, 0L) - (generic ? 1 : 0))));
        return rows;
    }

    private static Map<String, String> rows(ViewEngine views, String view) {
        Map<String, String> rows = new TreeMap<>();
        for (ViewRow row : views.query(view, Counters.all()).rows()) {
            Object count = row.get(view.equals("counter") ? "revision" : "times");
            rows.put(String.valueOf(row.get("id")), row.get("total") + " " + count);
        }
        return rows;
    }
}
