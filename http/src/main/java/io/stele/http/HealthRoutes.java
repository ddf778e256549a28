package io.stele.http;

import io.stele.model.EventStore;
import io.stele.model.StoreCondition;
import io.stele.model.StoreException;
import io.stele.model.StoreMonitor;
import io.stele.protocol.Problems;
import io.stele.security.Right;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/// `GET /healthz` and `GET /readyz`: whether requests should be sent to this server.
///
/// ```
///   ready ◄──► read-only     the store refuses appends; reading goes on
///     │            │
///     ▼            ▼
///   unavailable: the store does not answer
///   draining: the server is going to close; for good
/// ```
public final class HealthRoutes {

    private static final String WRITABLE = "writable";
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private static final int ANSWER_SECONDS = 1; // probes wait that long by default
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("stele-readiness").start(task);

    private final EventStore store;
    private final Draining draining;
    private final AtomicReference<CompletableFuture<?>> question =
            new AtomicReference<>(CompletableFuture.completedFuture(null));

    private HealthRoutes(EventStore store, Draining draining) {
        this.store = store;
        this.draining = draining;
    }

    /// @param store has to answer for the server to be ready
    public static void addTo(Router router, EventStore store, Draining draining) {
        HealthRoutes health = new HealthRoutes(store, draining);
        router.add(Method.GET, "/healthz", Right.PUBLIC, Handler.direct(health::live))
                .add(Method.GET, "/readyz", Right.PUBLIC, Handler.blocking(health::ready));
    }

    /// The process lives, whatever else may be.
    private Response live(Request request) {
        return Response.json(OK, Map.of("status", "up"));
    }

    /// 200 when requests should come here, also for reading alone; with `?writable=true` not then.
    private Response ready(Request request) {
        boolean writableWanted = isWritableWanted(request);
        if (draining.hasBegun()) {
            return answer(
                    UNAVAILABLE, "draining", "the server is going to close", Optional.empty());
        }
        Optional<StoreCondition> condition = store.monitor().map(StoreMonitor::condition);
        boolean forAll = !request.principal().access().may(Right.OPERATE);
        Optional<String> silence = silence();
        if (silence.isPresent()) {
            return forAll
                    ? answer(UNAVAILABLE, "unavailable")
                    : answer(UNAVAILABLE, "unavailable", silence.get(), condition);
        }
        Optional<String> refusal = condition.flatMap(StoreCondition::refusal);
        int status = writableWanted && refusal.isPresent() ? UNAVAILABLE : OK;
        String word = refusal.isPresent() ? "read-only" : "ready";
        return forAll ? answer(status, word) : answer(status, word, refusal.orElse(""), condition);
    }

    /// Why the store does not answer; empty when it does. Those who ask at the same time share one
    /// question, so that a store that takes long is not asked by ever more.
    private Optional<String> silence() {
        CompletableFuture<?> answer =
                question.updateAndGet(last ->
                        last.isDone() ? CompletableFuture.supplyAsync(store::head, THREADS) : last);
        try {
            answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of("the store does not answer within " + ANSWER_SECONDS + " s");
        } catch (ExecutionException e) {
            return switch (Objects.requireNonNullElse(e.getCause(), e)) {
                case StoreException why -> Optional.of("" + why.getMessage());
                case RuntimeException bug -> throw bug;
                default -> throw new IllegalStateException(e);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static boolean isWritableWanted(Request request) {
        for (String name : request.query().keySet()) {
            if (!name.equals(WRITABLE)) {
                throw Problems.unknownParameter(name, List.of(WRITABLE)).exception();
            }
        }
        return switch (request.query(WRITABLE).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            case String other ->
                    throw Problems.invalidParameter(WRITABLE, "true or false", other).exception();
        };
    }

    /// For those who did not have to say who they are: names of files, and how full the disk is, are
    /// none of their business.
    private static Response answer(int status, String word) {
        return answer(status, word, "", Optional.empty());
    }

    private static Response answer(
            int status, String word, String reason, Optional<StoreCondition> condition) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", word);
        if (!reason.isEmpty()) {
            json.put("reason", reason);
        }
        condition
                .filter(known -> known.diskFreeBytes() >= 0)
                .ifPresent(known -> json.put("diskFreeBytes", known.diskFreeBytes()));
        return Response.json(status, json);
    }
}
