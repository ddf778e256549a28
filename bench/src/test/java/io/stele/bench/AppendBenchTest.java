package io.stele.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.bench.AppendBenchResult.Side;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Bytes;
import io.stele.model.ReadLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendBenchTest {

    @TempDir Path directory;

    private AppendBenchOptions options(int writers, boolean virtual) {
        return new AppendBenchOptions(
                writers, virtual, 100, Duration.ofMillis(240), Duration.ofMillis(40), directory);
    }

    @Test
    void bothSidesAreMeasuredAsOftenInTurn() throws Exception {
        List<String> lines = new ArrayList<>();
        Bytes data = AppendBench.json(100);
        try (Appender store = new StoreAppender(new InMemoryEventStore(), data, 4);
                Appender bare = new BareGroupCommit(directory.resolve("bare"), data)) {
            AppendBenchResult result =
                    new AppendBench(options(4, true), lines::add).alternate(store, bare);

            assertThat(result.store().slices()).hasSize(6).allMatch(rate -> rate > 0);
            assertThat(result.bare().slices()).hasSize(6).allMatch(rate -> rate > 0);
            assertThat(result.bare().p50Micros()).isPositive();
            assertThat(result.bare().p50Micros()).isLessThanOrEqualTo(result.bare().p99Micros());
            assertThat(result.bare().p999Micros()).isLessThanOrEqualTo(result.bare().maxMicros());
        }
        assertThat(lines).hasSize(13);
    }

    @Test
    void everyWriterHasAStreamOfItsOwn() throws Exception {
        InMemoryEventStore memory = new InMemoryEventStore();
        Appender store = new StoreAppender(memory, AppendBench.json(100), 2);
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
                .allSatisfy(size -> assertThat(AppendBench.json(size).size()).isEqualTo(size));
    }

    @Test
    void theMedianSliceCounts() {
        assertThat(new Side(List.of(9.0, 1.0, 5.0), 0, 0, 0, 0).eventsPerSecond()).isEqualTo(5);
        assertThat(new Side(List.of(9.0, 1.0, 5.0, 7.0), 0, 0, 0, 0).eventsPerSecond())
                .isEqualTo(6);
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
        assertThatThrownBy(() ->
                        new AppendBench(options(2, false), line -> {}).alternate(failing, failing))
                .hasMessageContaining("disk is gone");
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> options(0, true))
                .hasMessage("writers must be at least 1, but is 0");
    }
}
