package io.stele.client;

import io.stele.model.Bytes;
import io.stele.model.CorruptException;
import io.stele.model.RejectedException;
import io.stele.model.RejectedException.Reason;
import io.stele.model.StoreException;
import io.stele.model.UnavailableException;
import io.stele.protocol.Problem;
import io.stele.protocol.ProblemException;
import io.stele.protocol.ProblemJson;
import io.stele.protocol.ProblemKind;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Optional;

/// What a server answered, in full.
record Answer(int status, HttpHeaders headers, Bytes body) {

    static Answer of(HttpResponse<byte[]> response) {
        return new Answer(response.statusCode(), response.headers(), Bytes.wrap(response.body()));
    }

    boolean isGood() {
        return status < 300;
    }

    /// The body of a good answer.
    ///
    /// @throws StoreException for any other
    Answer good() {
        if (!isGood()) {
            throw failure();
        }
        return this;
    }

    /// The body of a good answer; empty when the answer is this problem.
    ///
    /// @throws StoreException for any other
    Optional<Bytes> unless(ProblemKind absent) {
        return isGood() || kind().filter(absent::equals).isEmpty()
                ? Optional.of(good().body)
                : Optional.empty();
    }

    /// Empty when it is none of ours.
    Optional<ProblemKind> kind() {
        return ProblemKind.of(problem().type());
    }

    private Problem problem() {
        try {
            return ProblemJson.read(body, status);
        } catch (ProblemException e) {
            return new Problem("about:blank", "", status, "status " + status, java.util.Map.of());
        }
    }

    /// What a local store would have thrown.
    StoreException failure() {
        Problem problem = problem();
        String message = problem.detail();
        return switch (ProblemKind.of(problem.type()).orElse(ProblemKind.INTERNAL)) {
            case LIMIT_EXCEEDED, BODY_TOO_LARGE ->
                    new RejectedException(Reason.LIMIT_EXCEEDED, message);
            case APPEND_ID_REUSED -> new RejectedException(Reason.APPEND_ID_REUSED, message);
            case EVENT_ID_REUSED -> new RejectedException(Reason.EVENT_ID_REUSED, message);
            case CORRUPT -> new CorruptException(message, "on the server", 0, null);
            default ->
                    status < 500 && status != 408 && status != 429
                            ? new RejectedException(Reason.INVALID, message)
                            : new UnavailableException(message);
        };
    }
}
