package io.stele.http;

import io.stele.protocol.Problem;
import io.stele.protocol.ProblemException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One request and who answers it.
///
/// @param problem why there is no route; the handler answers with it
record Exchange(RequestHead head, Routed routed, Optional<Problem> problem, BodyBuffer body) {

    static Exchange begin(RequestHead head, Router router, BodyBuffer body) {
        try {
            return new Exchange(head, head.route(router), Optional.empty(), body);
        } catch (ProblemException e) {
            return new Exchange(head, nowhere(e.problem()), Optional.of(e.problem()), body);
        }
    }

    private static Routed nowhere(Problem problem) {
        Response response = Response.problem(problem);
        return new Routed(
                Method.GET,
                RequestTarget.NONE,
                Map.of(),
                request -> CompletableFuture.completedFuture(response));
    }

    Handler handler() {
        return routed.handler();
    }

    Request request() {
        return new ReceivedRequest(routed, head.headers(), body.bytes());
    }

    String describe() {
        return routed.method() + " " + routed.target().path();
    }
}
