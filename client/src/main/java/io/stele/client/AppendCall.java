package io.stele.client;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.Bytes;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.StoreException;
import io.stele.protocol.AppendJson;
import io.stele.protocol.ProblemJson;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.ResultJson;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One append, sent as often as it takes to know what became of it.
///
/// ```
///   send ──► answer ─────────────────────────────────────────► that is it
///     ▲  ├─► no connection, nothing sent before ─────────────► unavailable
///     │  ├─► overloaded ─────────────────────► wait, again
///     │  └─► lost, or outcome unknown: perhaps written ► wait, again
///     └─────────────────────────────────────────┘   └─ out of time ─► unavailable, outcome unknown
/// ```
///
/// The append id makes this safe: the server writes it once however often it comes.
final class AppendCall {

    private static final long WAIT_MILLIS_MAX = 1_000;

    private final Server server;
    private final Append append;
    private final Bytes body;
    private final long deadlineNanos;
    private final CompletableFuture<AppendResult> result = new CompletableFuture<>();
    private boolean perhapsWritten;
    private long waitMillis = 20;

    AppendCall(Server server, Append append, Duration retry) {
        this.server = server;
        this.append = append;
        this.body = AppendJson.write(append);
        this.deadlineNanos = System.nanoTime() + retry.toNanos();
    }

    CompletableFuture<AppendResult> send() {
        sendOnce();
        return result;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // `answered` completes the result in every case
    private void sendOnce() {
        try {
            server.sendAsync(
                            server.post("/v1/append?exact=true", body)
                                    .header("stele-actor", Parameters.encoded(append.actor())))
                    .whenComplete(this::answered);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void answered(@Nullable Answer answer, @Nullable Throwable failure) {
        try {
            if (answer != null) {
                answered(answer);
            } else {
                lost(failure instanceof CompletionException e ? e.getCause() : failure);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void answered(Answer answer) {
        if (answer.isGood()) {
            result.complete(ResultJson.read(answer.body()));
            return;
        }
        ProblemKind kind = answer.kind().orElse(ProblemKind.INTERNAL);
        switch (kind) {
            case CONFLICT, CONDITION_FAILED ->
                    result.complete(ProblemJson.readConflict(answer.body(), append));
            case OVERLOADED, REQUEST_TIMEOUT -> again(answer.failure());
            case OUTCOME_UNKNOWN, INTERNAL -> {
                perhapsWritten = true;
                again(answer.failure());
            }
            case UNAVAILABLE -> {
                if (perhapsWritten) {
                    again(answer.failure());
                } else {
                    fail(answer.failure());
                }
            }
            default -> fail(answer.failure());
        }
    }

    private void lost(@Nullable Throwable cause) {
        Throwable reason = cause == null ? new IllegalStateException("no answer") : cause;
        boolean connected =
                !(reason instanceof ConnectException)
                        && !(reason instanceof HttpConnectTimeoutException);
        perhapsWritten |= connected;
        StoreException failure = server.unreachable(reason);
        if (perhapsWritten) {
            again(failure);
        } else {
            fail(failure);
        }
    }

    private void again(StoreException reason) {
        if (server.isClosed() || System.nanoTime() + waitNanos() > deadlineNanos) {
            fail(reason);
            return;
        }
        CompletableFuture.delayedExecutor(waitMillis, TimeUnit.MILLISECONDS, server::run)
                .execute(this::sendOnce);
        waitMillis = Math.min(2 * waitMillis, WAIT_MILLIS_MAX);
    }

    private long waitNanos() {
        return TimeUnit.MILLISECONDS.toNanos(waitMillis);
    }

    private void fail(RuntimeException reason) {
        result.completeExceptionally(
                perhapsWritten
                        ? new OutcomeUnknownException(
                                append.appendId(),
                                "no answer to the append " + append.appendId(),
                                reason)
                        : reason);
    }
}
