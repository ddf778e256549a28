package io.stele.security.account;

import io.stele.protocol.ProblemKind;
import io.stele.security.Principal;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Threads of their own for checks that take long: few, because each takes a processor and memory,
/// and none more than what may wait for them.
final class SlowChecks implements AutoCloseable {

    private static final int WAITING_MAX = 64;

    private final ThreadPoolExecutor threads;

    SlowChecks(String name, int threadsMax) {
        threads =
                new ThreadPoolExecutor(
                        threadsMax,
                        threadsMax,
                        10,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING_MAX),
                        Thread.ofPlatform().name(name).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    CompletableFuture<Principal> run(Callable<Principal> check) {
        CompletableFuture<Principal> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    answer.complete(check.call());
                } catch (Throwable e) { // or the request would wait for nothing
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(
                    ProblemKind.OVERLOADED.exception(
                            "too many credentials are being checked at this moment"));
        }
        return answer;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
