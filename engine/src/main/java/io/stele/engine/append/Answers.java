package io.stele.engine.append;

import io.stele.engine.append.AppendDecider.Decision;
import io.stele.model.AppendObserver;
import io.stele.model.AppendObserver.Outcome;
import io.stele.model.AppendResult.Cause;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.StoreException;
import io.stele.model.UnavailableException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// Tells callers what became of their appends. For any number of threads.
final class Answers implements AutoCloseable {

    private final Function<Cause, Conflict> conflicts;
    private volatile AppendObserver observer = AppendObserver.NONE;
    private final ExecutorService reading = Executors.newVirtualThreadPerTaskExecutor();

    /// @param conflicts turns the cause of a conflict into the answer; reads the log, so it is
    ///     called on a thread of its own
    Answers(Function<Cause, Conflict> conflicts) {
        this.conflicts = conflicts;
    }

    void observe(AppendObserver other) {
        observer = other;
    }

    AppendObserver observer() {
        return observer;
    }

    /// All that these were decided on is durable.
    void give(List<PendingAppend> batch) {
        for (PendingAppend pending : batch) {
            observer.answered(outcome(pending.decision()), pending.nanosSinceSubmitted());
            give(pending);
        }
    }

    private static Outcome outcome(Decision decision) {
        return switch (decision) {
            case Decision.Write write -> Outcome.WRITTEN;
            case Decision.Duplicate duplicate -> Outcome.DUPLICATE;
            case Decision.Refuse refuse -> Outcome.CONFLICT;
            case Decision.Reject reject -> Outcome.FAILED;
        };
    }

    private void give(PendingAppend pending) {
        switch (pending.decision()) {
            case Decision.Write write -> pending.answer().complete(pending.appended(false));
            case Decision.Duplicate duplicate -> pending.answer().complete(duplicate.answer());
            case Decision.Refuse refuse -> reading.execute(() -> describe(pending, refuse.cause()));
            case Decision.Reject reject -> fail(pending, reject.failure());
        }
    }

    private void describe(PendingAppend pending, Cause cause) {
        try {
            pending.answer().complete(conflicts.apply(cause));
        } catch (StoreException e) {
            fail(pending, e);
        } catch (RuntimeException e) {
            fail(pending, new UnavailableException("a conflict could not be described", e));
        }
    }

    static void fail(PendingAppend pending, StoreException failure) {
        pending.answer().completeExceptionally(failure);
    }

    /// The log failed, and it is not known what of these, or of what they were decided on, is on
    /// disk.
    ///
    /// @param durableEnd what lies below is durable all the same
    void fail(List<PendingAppend> batch, Exception cause, long durableEnd) {
        for (PendingAppend pending : batch) {
            observer.answered(Outcome.FAILED, pending.nanosSinceSubmitted());
            switch (pending.decision()) {
                case Decision.Write write -> fail(pending, unknown(pending, cause));
                case Decision.Duplicate duplicate -> {
                    if (duplicate.answer().last().value() < durableEnd) {
                        pending.answer().complete(duplicate.answer());
                    } else {
                        fail(pending, unknown(pending, cause));
                    }
                }
                case Decision.Refuse refuse -> fail(pending, nothingWritten(cause));
                case Decision.Reject reject -> fail(pending, nothingWritten(cause));
            }
        }
    }

    private static OutcomeUnknownException unknown(PendingAppend pending, Exception cause) {
        return new OutcomeUnknownException(
                pending.append().appendId(),
                "the log failed while the append was written: " + cause.getMessage(),
                cause);
    }

    private static UnavailableException nothingWritten(Exception cause) {
        return new UnavailableException("the log failed: " + cause.getMessage(), cause);
    }

    /// Waits for the answers that are under way.
    @Override
    public void close() {
        reading.close();
    }
}
