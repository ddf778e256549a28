package io.stele.bench.load;

import io.stele.bench.load.LoadTarget.Answer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/*
 * A caller that is free takes the next operation that is due; where none is, it goes to the idle
 * ones. The thread that runs this looks once a tick whether something is due and wakes an idle
 * caller for it, so an operation may begin a tick late, and that counts as latency. Nothing is lost
 * between looking and going idle: the next tick sees it. A caller whose operation failed rests for a
 * tick, so that a server that refuses everything is not asked as fast as it can refuse.
 */

/// Callers that ask a target as a schedule says, once.
final class LoadRun {

    private static final long OPEN_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long CLOSED_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SAMPLES = 60;
    private static final long SAMPLE_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(100);

    private final LoadTarget target;
    private final Schedule schedule;
    private final int callers;
    private final long lengthNanos;
    private final long tickNanos;
    private final Measurements measurements = new Measurements();
    private final Queue<Caller> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong lastAnswerNanos = new AtomicLong();
    private final long begin = System.nanoTime();

    LoadRun(LoadTarget target, Pace pace, Duration length) {
        this.target = target;
        this.schedule = pace.schedule(length);
        this.callers = pace.callers();
        this.lengthNanos = length.toNanos();
        this.tickNanos = pace.rate().isPresent() ? OPEN_TICK_NANOS : CLOSED_TICK_NANOS;
    }

    /// Returns when the last answer is there, or has not come for ten seconds.
    Measurements run() throws InterruptedException {
        for (int i = 0; i < callers; i++) {
            idle.add(new Caller(i));
        }
        long sampleNanos = Math.max(lengthNanos / SAMPLES, SAMPLE_NANOS_MIN);
        long nextSample = sampleNanos;
        while (!isFinished()) {
            wakeIdle();
            TimeUnit.NANOSECONDS.sleep(tickNanos);
            if (now() >= nextSample) {
                measurements.sample(now());
                nextSample = now() + sampleNanos;
            }
        }
        var _ = measurements.collect();
        countUnanswered();
        return measurements;
    }

    /// From the beginning to the last answer.
    Duration elapsed() {
        return Duration.ofNanos(Math.max(lastAnswerNanos.get(), 1));
    }

    private boolean isFinished() {
        long now = now();
        return (schedule.isOver(now) && underWay.get() == 0) || now > lengthNanos + GRACE_NANOS;
    }

    private void countUnanswered() {
        long missing = underWay.get() + schedule.leftOver();
        if (missing > 0) {
            measurements.failed("not answered in time", missing);
        }
    }

    private void wakeIdle() {
        for (int i = 0; i < callers; i++) {
            Caller next = idle.poll();
            if (next == null || !next.turn()) {
                return;
            }
        }
    }

    private long now() {
        return System.nanoTime() - begin;
    }

    /// Asks one thing at a time.
    private final class Caller implements Answer {
        private final int number;
        private final AtomicInteger turns = new AtomicInteger();
        private volatile long due;

        Caller(int number) {
            this.number = number;
        }

        /// Begins the next operation. An answer that comes before `begin` returns leaves the one
        /// after it to the loop, so that the stack does not grow.
        ///
        /// @return whether one was due
        boolean turn() {
            boolean began = true;
            if (turns.getAndIncrement() == 0) {
                do {
                    began = beginNext();
                } while (turns.decrementAndGet() > 0);
            }
            return began;
        }

        private boolean beginNext() {
            long next = schedule.take(now());
            if (next == Schedule.NOTHING) {
                idle.add(this);
                return false;
            }
            due = next;
            underWay.incrementAndGet();
            target.begin(number, this);
            return true;
        }

        @Override
        public void done(int events) {
            long now = now();
            measurements.done(events, now - due);
            lastAnswerNanos.accumulateAndGet(now, Math::max);
            turn();
            underWay.decrementAndGet();
        }

        @Override
        public void failed(String kind) {
            measurements.failed(kind);
            idle.add(this);
            underWay.decrementAndGet();
        }
    }
}
