package io.stele.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.stele.grpc.v1.Wire;
import io.stele.model.CorruptException;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.RejectedException;
import io.stele.model.RejectedException.Reason;
import io.stele.model.StoreException;
import io.stele.model.UnavailableException;
import io.stele.protocol.Problem;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Problems as gRPC statuses, and back. The kinds and what they mean are those of HTTP
/// (`docs/errors.md`); only the code is another.
public final class ProblemMessages {

    /// Where every gRPC library looks for details.
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    /// For those who do not read details.
    private static final Metadata.Key<String> RETRY_AFTER =
            Metadata.Key.of("retry-after-ms", Metadata.ASCII_STRING_MARSHALLER);

    /// Where a server does not say when to come back.
    private static final Duration RETRY_SOMETIME = Duration.ofMillis(200);

    private ProblemMessages() {}

    /// The status code of each kind.
    public static Status.Code code(ProblemKind kind) {
        return switch (kind) {
            case INVALID_REQUEST,
                    MALFORMED_JSON,
                    INVALID_FIELD,
                    INVALID_PARAMETER,
                    UNKNOWN_PARAMETER,
                    REJECTED,
                    LIMIT_EXCEEDED,
                    NOT_ACCEPTABLE,
                    BODY_TOO_LARGE,
                    URI_TOO_LONG,
                    EXPECTATION_FAILED,
                    HEADERS_TOO_LARGE ->
                    Status.Code.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
            case FORBIDDEN, CROSS_ORIGIN -> Status.Code.PERMISSION_DENIED;
            case STREAM_NOT_FOUND,
                    APPEND_NOT_FOUND,
                    SNAPSHOT_NOT_FOUND,
                    EVENT_NOT_FOUND,
                    TILE_NOT_FOUND,
                    NO_PROOFS,
                    UNKNOWN_CATEGORY,
                    UNKNOWN_COMMAND,
                    VIEW_NOT_FOUND,
                    ROW_NOT_FOUND,
                    ACCOUNT_NOT_FOUND,
                    GROUP_NOT_FOUND,
                    MEMBER_NOT_FOUND,
                    STREAM_NOT_PARKED,
                    PUBLISHER_NOT_FOUND ->
                    Status.Code.NOT_FOUND;
            case NOT_FOUND, METHOD_NOT_ALLOWED, HTTP_VERSION_NOT_SUPPORTED ->
                    Status.Code.UNIMPLEMENTED;
            case REQUEST_TIMEOUT, VIEW_BEHIND -> Status.Code.DEADLINE_EXCEEDED;
            case CONFLICT, CONDITION_FAILED, GROUP_MOVED -> Status.Code.ABORTED;
            case PRECONDITION_FAILED, PROJECTION_REFUSED, REPLAY_UNDER_WAY, REFUSED ->
                    Status.Code.FAILED_PRECONDITION;
            case IDEMPOTENCY_KEY_REUSED,
                    APPEND_ID_REUSED,
                    EVENT_ID_REUSED,
                    ACCOUNT_EXISTS,
                    MEMBER_EXISTS ->
                    Status.Code.ALREADY_EXISTS;
            case OVERLOADED -> Status.Code.RESOURCE_EXHAUSTED;
            case INTERNAL, VIEW_FAILED -> Status.Code.INTERNAL;
            case CORRUPT -> Status.Code.DATA_LOSS;
            case OUTCOME_UNKNOWN -> Status.Code.UNKNOWN;
            case UNAVAILABLE -> Status.Code.UNAVAILABLE;
        };
    }

    public static Wire.Problem write(Problem problem) {
        Wire.Problem.Builder message =
                Wire.Problem.newBuilder()
                        .setType(problem.type())
                        .setTitle(problem.title())
                        .setDetail(problem.detail());
        Problems.retryAfter(problem)
                .ifPresent(wait -> message.setRetryAfterMillis(wait.toMillis()));
        return message.build();
    }

    /// A status with the problem among its details.
    public static StatusRuntimeException status(Problem problem) {
        ProblemKind kind = ProblemKind.of(problem.type()).orElse(ProblemKind.INTERNAL);
        Status status =
                code(kind).toStatus().withDescription(problem.title() + ": " + problem.detail());
        Wire.ErrorStatus details =
                Wire.ErrorStatus.newBuilder()
                        .setCode(status.getCode().value())
                        .setMessage(problem.title())
                        .addDetails(Any.pack(write(problem)))
                        .build();
        Metadata trailers = new Metadata();
        trailers.put(DETAILS, details.toByteArray());
        Problems.retryAfter(problem)
                .ifPresent(wait -> trailers.put(RETRY_AFTER, Long.toString(wait.toMillis())));
        return status.asRuntimeException(trailers);
    }

    /// The problem among the details of a status; empty when it did not come from a Stele server.
    public static Optional<Wire.Problem> read(Throwable failure) {
        Metadata trailers = Status.trailersFromThrowable(failure);
        byte[] details = trailers == null ? null : trailers.get(DETAILS);
        if (details == null) {
            return Optional.empty();
        }
        try {
            for (Any detail : Wire.ErrorStatus.parseFrom(details).getDetailsList()) {
                if (detail.is(Wire.Problem.class)) {
                    return Optional.of(detail.unpack(Wire.Problem.class));
                }
            }
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty(); // the status itself says enough
        }
        return Optional.empty();
    }

    /// Empty when it is none of ours, for example because the server is a newer one.
    public static Optional<ProblemKind> kind(Wire.Problem problem) {
        return ProblemKind.of(problem.getType());
    }

    /// What a store in this process would have thrown.
    ///
    /// @param appendId of the append that was answered so; any other where it was none
    public static StoreException exception(Wire.Problem problem, UUID appendId) {
        String detail = problem.getDetail();
        return switch (kind(problem).orElse(ProblemKind.INTERNAL)) {
            case LIMIT_EXCEEDED, BODY_TOO_LARGE ->
                    new RejectedException(Reason.LIMIT_EXCEEDED, detail);
            case APPEND_ID_REUSED -> new RejectedException(Reason.APPEND_ID_REUSED, detail);
            case EVENT_ID_REUSED -> new RejectedException(Reason.EVENT_ID_REUSED, detail);
            case UNAUTHENTICATED -> new RejectedException(Reason.UNAUTHENTICATED, detail);
            case FORBIDDEN -> new RejectedException(Reason.FORBIDDEN, detail);
            case CORRUPT -> new CorruptException(detail, "on the server", 0, null);
            case OUTCOME_UNKNOWN -> new OutcomeUnknownException(appendId, detail, null);
            case OVERLOADED ->
                    UnavailableException.overloaded(
                            detail,
                            problem.hasRetryAfterMillis()
                                    ? Duration.ofMillis(problem.getRetryAfterMillis())
                                    : RETRY_SOMETIME);
            case REQUEST_TIMEOUT, UNAVAILABLE, VIEW_BEHIND, INTERNAL, VIEW_FAILED ->
                    new UnavailableException(detail);
            case INVALID_REQUEST,
                    MALFORMED_JSON,
                    INVALID_FIELD,
                    INVALID_PARAMETER,
                    UNKNOWN_PARAMETER,
                    REJECTED,
                    CROSS_ORIGIN,
                    NOT_FOUND,
                    STREAM_NOT_FOUND,
                    APPEND_NOT_FOUND,
                    SNAPSHOT_NOT_FOUND,
                    EVENT_NOT_FOUND,
                    TILE_NOT_FOUND,
                    NO_PROOFS,
                    UNKNOWN_CATEGORY,
                    UNKNOWN_COMMAND,
                    VIEW_NOT_FOUND,
                    ROW_NOT_FOUND,
                    ACCOUNT_NOT_FOUND,
                    ACCOUNT_EXISTS,
                    GROUP_NOT_FOUND,
                    MEMBER_NOT_FOUND,
                    STREAM_NOT_PARKED,
                    PUBLISHER_NOT_FOUND,
                    MEMBER_EXISTS,
                    GROUP_MOVED,
                    METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE,
                    CONFLICT,
                    IDEMPOTENCY_KEY_REUSED,
                    CONDITION_FAILED,
                    PROJECTION_REFUSED,
                    REPLAY_UNDER_WAY,
                    PRECONDITION_FAILED,
                    URI_TOO_LONG,
                    EXPECTATION_FAILED,
                    REFUSED,
                    HEADERS_TOO_LARGE,
                    HTTP_VERSION_NOT_SUPPORTED ->
                    new RejectedException(Reason.INVALID, detail);
        };
    }
}
