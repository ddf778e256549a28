package io.stele.http;

import io.stele.http.metrics.HttpMetrics;
import io.stele.protocol.Problem;
import io.stele.protocol.ProblemException;
import io.stele.security.Gate;
import io.stele.security.Principal;
import io.stele.security.Right;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One request and who answers it.
///
/// @param problem why it is refused already; the handler answers with it
/// @param principal completes with who asks and has the right of the route, exceptionally when
///     nobody has
record Exchange(
        RequestHead head,
        Routed routed,
        Optional<Problem> problem,
        CompletableFuture<Principal> principal,
        BodyBuffer body) {

    private static final CompletableFuture<Principal> NOBODY =
            CompletableFuture.completedFuture(Principal.NOBODY);

    static Exchange begin(RequestHead head, Router router, Gate gate, BodyBuffer body) {
        try {
            if (gate.isOpen()) {
                head.checkHost();
            }
            Routed routed = head.route(router);
            CompletableFuture<Principal> principal = gate.letIn(routed.right(), head::attempt);
            return principal.isCompletedExceptionally()
                    ? refused(head, Failures.problem(principal.exceptionNow()), body)
                    : new Exchange(head, routed, Optional.empty(), principal, body);
        } catch (ProblemException e) {
            return refused(head, e.problem(), body);
        }
    }

    private static Exchange refused(RequestHead head, Problem problem, BodyBuffer body) {
        return new Exchange(head, nowhere(problem), Optional.of(problem), NOBODY, body);
    }

    private static Routed nowhere(Problem problem) {
        Response response = Response.problem(problem);
        return new Routed(
                Method.GET,
                HttpMetrics.NO_ROUTE,
                RequestTarget.NONE,
                Map.of(),
                Right.PUBLIC,
                request -> CompletableFuture.completedFuture(response));
    }

    Handler handler() {
        return routed.handler();
    }

    Request request(Principal by) {
        return new ReceivedRequest(routed, head.headers(), body.bytes(), by);
    }

    void measured(HttpMetrics metrics, int status, long nanos) {
        metrics.answered(routed.method(), routed.route(), status, nanos);
    }

    String describe() {
        return routed.method() + " " + routed.target().path();
    }
}
