package io.stele.bench.query;

import io.stele.bench.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Asks at a fixed rate, whether or not the answers keep up. What a question took is counted from the
/// moment at which it was due, so that one that had to wait for others is not counted as quick.
///
/// @param perSecond questions
/// @param seconds how long; the first tenth warms up and does not count
record Asking(int perSecond, int seconds) {

    /// A question, by its number.
    interface Question {
        void ask(int number) throws Exception;
    }

    /// @return the 99th percentile, in seconds
    double p99(Question question) throws InterruptedException {
        int count = perSecond * seconds;
        List<Future<Long>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long begin = System.nanoTime();
            for (int i = 0; i < count; i++) {
                int number = i;
                long due = begin + TimeUnit.SECONDS.toNanos(1) * i / perSecond;
                LockSupport.parkNanos(due - System.nanoTime());
                answers.add(
                        threads.submit(() -> {
                            question.ask(number);
                            return System.nanoTime() - due;
                        }));
            }
        }
        List<Double> counted = new ArrayList<>();
        for (Future<Long> answer : answers.subList(count / 10, count)) {
            try {
                counted.add(answer.get() / 1e9);
            } catch (ExecutionException e) {
                throw new IllegalStateException("a question failed: " + e.getCause(), e);
            }
        }
        counted.sort(Double::compare);
        return counted.get((int) (counted.size() * 0.99));
    }

    /// The median over rounds.
    static double median(List<Double> rounds) {
        return Rounds.median(rounds);
    }
}
