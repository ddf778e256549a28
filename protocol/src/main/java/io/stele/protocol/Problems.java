package io.stele.protocol;

import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Cause.ConditionFailed;
import io.stele.model.AppendResult.Cause.StreamMoved;
import io.stele.model.CorruptException;
import io.stele.model.Expectation;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.RejectedException;
import io.stele.model.Revision;
import io.stele.model.StoreException;
import io.stele.model.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Makes the problems that say more than a sentence.
public final class Problems {

    private static final String RETRY_AFTER_MILLIS = "retryAfterMillis";

    private Problems() {}

    /// @param field where in the body, as a JSON pointer (RFC 6901); empty: the body itself
    /// @param expected what should stand there, for example `"a string"`
    /// @param found what stands there
    public static Problem invalidField(String field, String expected, String found) {
        String where = field.isEmpty() ? "the body" : field;
        return ProblemKind.INVALID_FIELD
                .problem("%s: expected %s, found %s".formatted(where, expected, found))
                .with("field", field)
                .with("expected", expected);
    }

    /// @param field as in [#invalidField(String, String, String)]
    /// @param reason a sentence that names what stands there
    public static Problem invalidField(String field, String reason) {
        return ProblemKind.INVALID_FIELD
                .problem((field.isEmpty() ? "the body" : field) + ": " + reason)
                .with("field", field);
    }

    /// @param line of the first character that does not fit, from 1
    /// @param column of that character, from 1
    public static Problem malformedJson(String reason, int line, int column) {
        return ProblemKind.MALFORMED_JSON
                .problem("%s (line %d, column %d)".formatted(reason, line, column))
                .with("line", line)
                .with("column", column);
    }

    /// @param parameter name of a query parameter, path parameter or header
    public static Problem invalidParameter(String parameter, String expected, String found) {
        return ProblemKind.INVALID_PARAMETER
                .problem("%s: expected %s, found \"%s\"".formatted(parameter, expected, found))
                .with("parameter", parameter)
                .with("expected", expected);
    }

    /// @param known the parameters that would have been taken
    public static Problem unknownParameter(String parameter, List<String> known) {
        String taken = known.isEmpty() ? "none" : String.join(", ", known);
        return ProblemKind.UNKNOWN_PARAMETER
                .problem("\"%s\" is not known here; known: %s".formatted(parameter, taken))
                .with("parameter", parameter)
                .with("known", known);
    }

    /// @param retryAfter when to try again at the earliest
    public static Problem overloaded(String detail, Duration retryAfter) {
        return ProblemKind.OVERLOADED
                .problem(detail)
                .with(RETRY_AFTER_MILLIS, Math.max(1, retryAfter.toMillis()));
    }

    /// When to try again; empty when the problem does not say.
    public static Optional<Duration> retryAfter(Problem problem) {
        return problem.extensions().get(RETRY_AFTER_MILLIS) instanceof Number millis
                ? Optional.of(Duration.ofMillis(millis.longValue()))
                : Optional.empty();
    }

    public static Problem of(AppendResult.Conflict conflict) {
        Problem problem =
                switch (conflict.cause()) {
                    case StreamMoved moved -> streamMoved(moved);
                    case ConditionFailed failed ->
                            ProblemKind.CONDITION_FAILED
                                    .problem(
                                            "the event at position %s matches; read on from there and decide again"
                                                    .formatted(failed.match()))
                                    .with("match", failed.match().value());
                };
        return problem.with("events", conflict.unseen());
    }

    private static Problem streamMoved(StreamMoved moved) {
        Object actual = moved.actual().<Object>map(Revision::value).orElse("none");
        return ProblemKind.CONFLICT
                .problem(
                        "%s: expected %s, actual %s; decide again on the events you had not seen"
                                .formatted(moved.stream(), moved.expected(), actual))
                .with("stream", moved.stream().value())
                .with("expected", json(moved.expected()))
                .with("actual", actual);
    }

    private static Object json(Expectation expected) {
        return switch (expected) {
            case Expectation.Exactly exactly -> exactly.last().value();
            case Expectation.Any any -> any.toString();
            case Expectation.None none -> none.toString();
            case Expectation.Exists exists -> exists.toString();
        };
    }

    public static Problem of(StoreException failure) {
        return switch (failure) {
            case RejectedException rejected -> kind(rejected.reason()).problem(message(rejected));
            case UnavailableException unavailable ->
                    unavailable
                            .retryAfter()
                            .map(wait -> overloaded(message(unavailable), wait))
                            .orElseGet(() -> ProblemKind.UNAVAILABLE.problem(message(unavailable)));
            case OutcomeUnknownException unknown ->
                    ProblemKind.OUTCOME_UNKNOWN
                            .problem(
                                    message(unknown)
                                            + "; send it again with the same append id to learn it")
                            .with("appendId", unknown.appendId().toString());
            // Names of files are the operator's business; they are in the log.
            case CorruptException corrupt ->
                    ProblemKind.CORRUPT.problem(
                            "the store found damaged data, at offset %d of a file that its log names"
                                    .formatted(corrupt.offsetBytes()));
        };
    }

    private static ProblemKind kind(RejectedException.Reason reason) {
        return switch (reason) {
            case LIMIT_EXCEEDED -> ProblemKind.LIMIT_EXCEEDED;
            case APPEND_ID_REUSED -> ProblemKind.APPEND_ID_REUSED;
            case EVENT_ID_REUSED -> ProblemKind.EVENT_ID_REUSED;
            case UNAUTHENTICATED -> ProblemKind.UNAUTHENTICATED;
            case FORBIDDEN -> ProblemKind.FORBIDDEN;
            case INVALID -> ProblemKind.REJECTED;
        };
    }

    private static String message(StoreException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
