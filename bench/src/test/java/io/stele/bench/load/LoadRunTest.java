package io.stele.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadRunTest {

    private static final Duration LENGTH = Duration.ofMillis(500);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    /// What a test answers with.
    private interface Behaviour {
        void begin(LoadTarget.Answer answer);
    }

    private static LoadTarget target(Behaviour behaviour) {
        return new LoadTarget() {
            @Override
            public void begin(int caller, Answer answer) {
                behaviour.begin(answer);
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    @Test
    void aStallCountsForEverythingThatWasDueInIt() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        // The hundredth of 500 answers takes 200 ms; a closed loop would see one slow answer.
        LoadTarget stalls =
                target(answer -> {
                    long millis = asked.incrementAndGet() == 100 ? 200 : 0;
                    var _ = timer.schedule(() -> answer.done(1), millis, TimeUnit.MILLISECONDS);
                });
        Pace pace = Pace.open(1_000, 1, Duration.ZERO, LENGTH);
        Measurements measured = new LoadRun(stalls, pace, LENGTH).run();
        assertThat(measured.events()).isEqualTo(500);
        // Some 200 operations were due during the stall; half of them waited 100 ms and more.
        assertThat(measured.latencies().getCountBetweenValues(50_000_000, Long.MAX_VALUE))
                .isGreaterThan(100);
    }

    @Test
    void anOpenLoopAsksAsOftenAsItShould() throws InterruptedException {
        Pace pace = Pace.open(2_000, 8, Duration.ZERO, LENGTH);
        LoadRun run = new LoadRun(target(answer -> answer.done(3)), pace, LENGTH);
        assertThat(run.run().events()).isEqualTo(3 * 1_000);
        assertThat(run.elapsed()).isGreaterThan(LENGTH.multipliedBy(9).dividedBy(10));
    }

    @Test
    void aClosedLoopGoesOnWithoutGrowingTheStack() throws InterruptedException {
        Pace pace = Pace.closed(2, Duration.ZERO, LENGTH);
        Measurements measured = new LoadRun(target(answer -> answer.done(1)), pace, LENGTH).run();
        assertThat(measured.events()).isGreaterThan(10_000);
        assertThat(measured.errors()).isEmpty();
        assertThat(measured.samples()).isNotEmpty();
    }

    @Test
    void aClosedLoopHasNoMoreUnderWayThanCallers() throws InterruptedException {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        LoadTarget slow =
                target(answer -> {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    var _ =
                            timer.schedule(
                                    () -> {
                                        underWay.decrementAndGet();
                                        answer.done(1);
                                    },
                                    1,
                                    TimeUnit.MILLISECONDS);
                });
        Measurements measured =
                new LoadRun(slow, Pace.closed(5, Duration.ZERO, LENGTH), LENGTH).run();
        assertThat(most).hasValue(5);
        assertThat(measured.latencies().getMinValue()).isGreaterThanOrEqualTo(990_000);
    }

    @Test
    void failuresAreCountedByKindAndNotAskedForAsFastAsTheyCome() throws InterruptedException {
        Pace pace = Pace.closed(1, Duration.ZERO, LENGTH);
        Measurements measured =
                new LoadRun(target(answer -> answer.failed("HTTP 503")), pace, LENGTH).run();
        assertThat(measured.errors()).containsOnlyKeys("HTTP 503");
        assertThat(measured.errors().get("HTTP 503")).isBetween(2L, 100L);
        assertThat(measured.events()).isZero();
    }
}
