package io.stele.client;

import io.stele.grpc.AppendMessages;
import io.stele.grpc.v1.Wire;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.RejectedException;
import io.stele.model.StoreException;
import java.util.concurrent.CompletableFuture;

/// An append until its outcome is known. Guarded by the lane that has it.
final class PendingAppend {

    private final Append append;
    private final Wire.AppendRequest message;
    private final int bytes;
    private final long deadlineNanos;
    private final Patience patience;
    private final CompletableFuture<AppendResult> result = new CompletableFuture<>();
    private volatile boolean perhapsWritten;

    PendingAppend(Append append, ClientOptions options) {
        this.append = append;
        this.message = AppendMessages.write(append);
        this.bytes = message.getSerializedSize();
        this.deadlineNanos = System.nanoTime() + options.retry().toNanos();
        this.patience = new Patience(options.retry());
    }

    Append append() {
        return append;
    }

    Wire.AppendRequest message() {
        return message;
    }

    int bytes() {
        return bytes;
    }

    CompletableFuture<AppendResult> result() {
        return result;
    }

    boolean isLate() {
        return System.nanoTime() - deadlineNanos > 0;
    }

    /// From here on nobody can say that nothing was written.
    void mayBeWritten() {
        perhapsWritten = true;
    }

    boolean isPerhapsWritten() {
        return perhapsWritten;
    }

    /// How long to wait after a failure of this append alone.
    long nextWaitNanos() {
        int unused = patience.failedAgain();
        return patience.nextWaitNanos();
    }

    void succeed(AppendResult answer) {
        result.complete(answer);
    }

    /// The store has said no, so whatever became of earlier attempts, nothing is written.
    void refuse(RejectedException reason) {
        result.completeExceptionally(reason);
    }

    void fail(StoreException reason) {
        result.completeExceptionally(
                perhapsWritten
                        ? new OutcomeUnknownException(
                                append.appendId(),
                                "it is not known whether the append %s was written: %s"
                                        .formatted(append.appendId(), reason.getMessage()),
                                reason)
                        : reason);
    }
}
