package io.stele.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.handler.ssl.NotSslRecordException;
import io.stele.grpc.ProblemMessages;
import io.stele.grpc.v1.Wire;
import io.stele.model.RejectedException;
import io.stele.model.RejectedException.Reason;
import io.stele.model.StoreException;
import io.stele.model.UnavailableException;
import io.stele.protocol.ProblemKind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Why a call failed.
///
/// @param kind what to do about it
/// @param exception what to throw when nothing is done about it
record Failure(Kind kind, StoreException exception) {

    enum Kind {
        /// No connection came about; the server got nothing.
        UNREACHABLE,
        /// The connection broke, or the server is closing; it may have got the call.
        BROKEN,
        /// The server asks to come back later.
        OVERLOADED,
        /// The same call would fail again.
        FINAL
    }

    private static final UUID NO_APPEND = new UUID(0, 0);

    /// @param failure what a call ended with
    /// @param servers for people
    static Failure of(Throwable failure, String servers) {
        Wire.Problem problem = ProblemMessages.read(failure).orElse(null);
        if (problem != null) {
            Kind kind =
                    ProblemMessages.kind(problem).filter(ProblemKind.OVERLOADED::equals).isPresent()
                            ? Kind.OVERLOADED
                            : Kind.FINAL;
            return new Failure(kind, ProblemMessages.exception(problem, NO_APPEND));
        }
        Status status = Status.fromThrowable(failure);
        Throwable tls = ofTls(failure);
        if (tls != null) {
            return new Failure(Kind.FINAL, untrusted(tls, failure, servers));
        }
        return switch (status.getCode()) {
            case UNAVAILABLE, CANCELLED, INTERNAL, ABORTED, UNKNOWN, DEADLINE_EXCEEDED ->
                    isUnconnected(failure)
                            ? new Failure(Kind.UNREACHABLE, unreachable(failure, servers))
                            : new Failure(Kind.BROKEN, broken(failure, status, servers));
            case RESOURCE_EXHAUSTED ->
                    new Failure(
                            Kind.FINAL, new RejectedException(Reason.LIMIT_EXCEEDED, text(status)));
            case OK,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    DATA_LOSS,
                    UNAUTHENTICATED ->
                    new Failure(Kind.FINAL, new RejectedException(Reason.INVALID, text(status)));
        };
    }

    /// Whether the call was refused because of who makes it. That is asked before anything that the
    /// call brings is looked at, so the server has done nothing of it.
    boolean isAtTheDoor() {
        return exception instanceof RejectedException refusal
                && switch (refusal.reason()) {
                    case UNAUTHENTICATED, FORBIDDEN -> true;
                    case LIMIT_EXCEEDED, APPEND_ID_REUSED, EVENT_ID_REUSED, INVALID -> false;
                };
    }

    /// How long the server asks to be left alone, spread a little so that not all who were sent away
    /// come back together; 0 when it does not ask.
    static long askedNanos(StoreException reason) {
        if (!(reason instanceof UnavailableException unavailable)
                || unavailable.retryAfter().isEmpty()) {
            return 0;
        }
        long nanos = unavailable.retryAfter().get().toNanos();
        return nanos + ThreadLocalRandom.current().nextLong(nanos / 4 + 1);
    }

    private static boolean isUnconnected(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof UnknownHostException
                    || cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    /// What TLS found wrong, which it would find again; null when it did not. That a connection broke
    /// in a handshake is told by subclasses of [SSLHandshakeException].
    private static @Nullable Throwable ofTls(Throwable failure) {
        Throwable found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getClass() == SSLHandshakeException.class
                    || cause instanceof NotSslRecordException
                    || cause instanceof CertificateException) {
                found = cause;
            }
        }
        return found;
    }

    private static UnavailableException untrusted(Throwable tls, Throwable all, String servers) {
        return new UnavailableException(
                tls instanceof NotSslRecordException
                        ? "no TLS is spoken at " + servers + "; use stele:// if that is safe there"
                        : "no trusted connection to " + servers + ": " + tls.getMessage(),
                all);
    }

    private static UnavailableException unreachable(Throwable failure, String servers) {
        return new UnavailableException(
                "cannot reach " + servers + ": nothing answers there; is the server running?",
                failure);
    }

    private static UnavailableException broken(Throwable failure, Status status, String servers) {
        return new UnavailableException("no answer from " + servers + ": " + text(status), failure);
    }

    private static String text(Status status) {
        String description = status.getDescription();
        Throwable cause = status.getCause();
        String text = description == null ? status.getCode().toString() : description;
        return cause == null || cause instanceof StatusRuntimeException
                ? text
                : text + " (" + cause.getMessage() + ")";
    }
}
