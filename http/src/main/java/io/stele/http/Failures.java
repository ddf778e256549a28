package io.stele.http;

import io.stele.model.CorruptException;
import io.stele.model.StoreException;
import io.stele.protocol.Problem;
import io.stele.protocol.ProblemException;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// Turns what a handler threw into an answer; the same for every protocol.
public final class Failures {

    private static final Logger LOG = System.getLogger("io.stele.http");

    private Failures() {}

    static Response answer(Throwable failure) {
        return Response.problem(problem(failure));
    }

    /// What to answer. Logs what is the operator's business.
    public static Problem problem(Throwable failure) {
        return switch (failure) {
            case CompletionException e when e.getCause() != null -> problem(e.getCause());
            case ExecutionException e when e.getCause() != null -> problem(e.getCause());
            case ProblemException e -> e.problem();
            case CorruptException e -> {
                LOG.log(Level.ERROR, "damaged data", e);
                yield Problems.of(e);
            }
            case StoreException e -> Problems.of(e);
            default -> internal(failure);
        };
    }

    /// Says nothing of the cause but where to look it up.
    private static Problem internal(Throwable failure) {
        String id = UUID.randomUUID().toString();
        LOG.log(Level.ERROR, "a request failed, id " + id, failure);
        return ProblemKind.INTERNAL
                .problem("the server's log says more about it under the id " + id)
                .with("id", id);
    }
}
