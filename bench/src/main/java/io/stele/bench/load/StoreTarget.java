package io.stele.bench.load;

import io.stele.model.AppendResult;
import io.stele.model.EventStore;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Appends through an [EventStore], the way a program does: into a log in this process, or over the
/// append stream of the Java client.
final class StoreTarget implements LoadTarget {

    private final EventStore store;
    private final Appends appends;

    /// Closes the store in the end.
    StoreTarget(EventStore store, Appends appends) {
        this.store = store;
        this.appends = appends;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // answered in every case
    public void begin(int caller, Answer answer) {
        try {
            store.appendAsync(appends.next(caller))
                    .whenComplete((result, failure) -> answered(caller, answer, result, failure));
        } catch (RuntimeException e) {
            answer.failed(kind(e));
        }
    }

    private void answered(
            int caller, Answer answer, @Nullable AppendResult result, @Nullable Throwable failure) {
        if (result instanceof AppendResult.Appended) {
            appends.appended(caller);
            answer.done(appends.eventsInAnAppend());
        } else {
            answer.failed(failure == null ? "conflict" : kind(failure));
        }
    }

    private static String kind(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause.getClass().getSimpleName();
    }

    @Override
    public void close() {
        store.close();
    }
}
