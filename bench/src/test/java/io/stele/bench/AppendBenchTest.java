package io.stele.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.bench.AppendBenchResult.Side;
import io.stele.bench.StoreAppender.Kind;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.ReadLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendBenchTest {

    @TempDir Path directory;

    private AppendBenchOptions options(int writers, boolean condition, int rounds) {
        return new AppendBenchOptions(
                writers,
                true,
                100,
                true,
                condition,
                rounds,
                Duration.ofMillis(240),
                Duration.ofMillis(40),
                directory);
    }

    @Test
    void allSidesAreMeasuredAsOftenInTurn() throws Exception {
        List<String> lines = new ArrayList<>();
        AppendBenchResult result = new AppendBench(options(4, true, 2), lines::add).run();

        for (Side side : List.of(result.store(), result.bare(), result.condition().orElseThrow())) {
            assertThat(side.slices()).hasSize(12);
            assertThat(side.slices()).allMatch(slice -> slice.eventsPerSecond() > 0);
            assertThat(side.p50Micros()).isPositive();
            assertThat(side.p50Micros()).isLessThanOrEqualTo(side.p99Micros());
            assertThat(side.p999Micros()).isLessThanOrEqualTo(side.maxMicros());
            assertThat(side.cpuMicrosPerEvent()).isPositive();
        }
        assertThat(result.ratio()).isPositive();
        assertThat(result.conditionRatio().orElseThrow()).isPositive();
        assertThat(result.latencyRatio()).isEmpty();
        assertThat(lines).hasSize(37);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aSingleWriterIsComparedWithTheBareSync() throws Exception {
        AppendBenchResult result = new AppendBench(options(1, false, 1), line -> {}).run();

        assertThat(result.latencyRatio().orElseThrow()).isPositive();
        assertThat(result.condition()).isEmpty();
    }

    @Test
    void everyWriterHasAStreamOfItsOwn() throws Exception {
        InMemoryEventStore memory = new InMemoryEventStore();
        Appender store = new StoreAppender(memory, Payload.json(100), 2, Kind.EXACT);
        for (int i = 0; i < 6; i++) {
            store.append(i % 2);
        }
        assertThat(memory.read(ReadLog.all()).toList())
                .extracting(event -> event.stream() + "@" + event.revision())
                .containsExactly(
                        "bench-0@0",
                        "bench-1@0",
                        "bench-0@1",
                        "bench-1@1",
                        "bench-0@2",
                        "bench-1@2");
    }

    @Test
    void dataHasExactlyTheSizeThatWasAskedFor() {
        assertThat(List.of(2, 10, 11, 12, 300))
                .allSatisfy(size -> assertThat(Payload.json(size).size()).isEqualTo(size));
    }

    @Test
    void aConditionNamesTheTagsOfItsOwnEvents() {
        InMemoryEventStore memory = new InMemoryEventStore();
        Appender store = new StoreAppender(memory, Payload.json(100), 9, Kind.CONDITION);
        store.append(0);
        store.append(8); // shares a tag with 0
        store.append(0);
        assertThat(memory.read(ReadLog.all()).toList())
                .allSatisfy(event -> assertThat(event.tags()).hasSize(2));
    }

    @Test
    void theMedianSliceCounts() {
        assertThat(side(9.0, 1.0, 5.0).eventsPerSecond()).isEqualTo(5);
        assertThat(side(9.0, 1.0, 5.0, 7.0).eventsPerSecond()).isEqualTo(6);
    }

    @Test
    void slicesThatRanTogetherAreCompared() {
        assertThat(side(10, 2, 8).toSide(side(20, 4, 8), Slice::eventsPerSecond)).isEqualTo(0.5);
    }

    private static Side side(double... rates) {
        return new Side(
                Arrays.stream(rates).mapToObj(rate -> new Slice(rate, 0, 0, 0, 0, 0)).toList());
    }

    @Test
    void aFailingWriterFailsTheBenchmark() {
        Appender failing =
                new Appender() {
                    @Override
                    public void append(int writer) {
                        throw new IllegalStateException("disk is gone");
                    }

                    @Override
                    public void close() {}
                };
        assertThatThrownBy(() -> new Load(2, false).run(failing, Duration.ofMillis(40)))
                .hasMessageContaining("disk is gone");
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> options(0, true, 1))
                .hasMessage("writers must be at least 1, but is 0");
    }
}
