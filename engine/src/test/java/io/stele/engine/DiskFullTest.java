package io.stele.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.log.Environment;
import io.stele.log.LogOptions;
import io.stele.log.simulated.SimulatedDisk;
import io.stele.model.Append;
import io.stele.model.AppendResult.Appended;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.UnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A disk without room for another segment.
class DiskFullTest {

    private final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));

    private EmbeddedEventStore open() {
        EngineOptions options =
                EngineOptions.defaults()
                        .withLog(new LogOptions(64 << 10, 8 << 10))
                        .withEnvironment(
                                new Environment(
                                        disk,
                                        () -> new UUID(1, 2),
                                        Environment.real().background()));
        return EmbeddedEventStore.open(Path.of("/simulated"), options);
    }

    private static Append kilobyte() {
        return Append.to(
                "a-1", Expectation.ANY, NewEvent.json("E", "\"" + "x".repeat(1_000) + "\""));
    }

    /// The times are those that are promised; the machine may be slow once, not every time.
    @Test
    void appendsAreRefusedAtOnceAndGoOnByThemselvesOnceThereIsRoom() throws InterruptedException {
        Duration refusal = Duration.ofDays(1);
        Duration resumption = Duration.ofDays(1);
        try (EmbeddedEventStore store = open()) {
            for (int i = 0; i < 3; i++) {
                disk.freeBytes(10_000);
                fill(store);
                refusal = shorter(refusal, timeOfRefusal(store));
                assertThat(store.read(ReadLog.all()).toList()).isNotEmpty();
                disk.freeBytes(Long.MAX_VALUE);
                resumption = shorter(resumption, timeToResume(store));
            }
        }
        assertThat(refusal).isLessThan(Duration.ofMillis(100));
        assertThat(resumption).isLessThan(Duration.ofSeconds(1));
    }

    /// Nobody has to ask for it: the first append after a while is taken.
    @Test
    void roomIsFoundWhileNothingIsAppended() throws InterruptedException {
        try (EmbeddedEventStore store = open()) {
            disk.freeBytes(10_000);
            fill(store);
            disk.freeBytes(Long.MAX_VALUE);

            Thread.sleep(1_000); // what is promised, and nothing shows that it has come

            assertThat(store.append(kilobyte())).isInstanceOf(Appended.class);
        }
    }

    private static void fill(EmbeddedEventStore store) {
        for (int i = 0; i < 200; i++) {
            try {
                var _ = store.append(kilobyte());
            } catch (UnavailableException full) {
                return;
            }
        }
        throw new AssertionError("the disk does not fill up");
    }

    private static Duration timeOfRefusal(EmbeddedEventStore store) {
        long begin = System.nanoTime();
        assertThatThrownBy(() -> store.append(kilobyte()))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("No space left");
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static Duration timeToResume(EmbeddedEventStore store) throws InterruptedException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < 20_000_000_000L) {
            try {
                assertThat(store.append(kilobyte())).isInstanceOf(Appended.class);
                return Duration.ofNanos(System.nanoTime() - begin);
            } catch (UnavailableException still) {
                Thread.sleep(1);
            }
        }
        throw new AssertionError("appends do not go on");
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
