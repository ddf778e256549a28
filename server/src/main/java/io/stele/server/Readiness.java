package io.stele.server;

import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.model.EventStore;
import io.stele.model.StoreCondition;
import io.stele.model.StoreException;
import io.stele.model.StoreMonitor;
import io.stele.security.Right;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Whether requests should be sent to this server.
///
/// ```
///   ready ◄──► read-only     the store refuses appends; reading goes on
///     │            │
///     ▼            ▼
///   unavailable: the store does not answer
///   draining: the server is going to close; for good
/// ```
final class Readiness {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final EventStore store;
    private final Draining draining;

    Readiness(EventStore store, Draining draining) {
        this.store = store;
        this.draining = draining;
    }

    /// The process lives, whatever else may be.
    Response live(Request request) {
        return Response.json(OK, Map.of("status", "up"));
    }

    /// 200 when requests should come here, also for reading alone; with `?writable=true` not then.
    Response ready(Request request) {
        boolean writableWanted = Parameters.of(request, "writable").flag("writable", false);
        if (draining.hasBegun()) {
            return answer(
                    UNAVAILABLE, "draining", "the server is going to close", Optional.empty());
        }
        Optional<StoreCondition> condition = store.monitor().map(StoreMonitor::condition);
        boolean forAll = !request.principal().access().may(Right.OPERATE);
        try {
            store.head(); // throws when it cannot answer
        } catch (StoreException e) {
            return forAll
                    ? answer(UNAVAILABLE, "unavailable")
                    : answer(UNAVAILABLE, "unavailable", "" + e.getMessage(), condition);
        }
        Optional<String> refusal = condition.flatMap(StoreCondition::refusal);
        int status = writableWanted && refusal.isPresent() ? UNAVAILABLE : OK;
        String word = refusal.isPresent() ? "read-only" : "ready";
        return forAll ? answer(status, word) : answer(status, word, refusal.orElse(""), condition);
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
