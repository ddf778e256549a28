package io.stele.client;

import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The messages of one streaming answer, pulled: the server is asked for a few ahead of the reader
/// and no more. For one reader; only [#cancel()] may be called by others.
///
/// @param <Q> what is asked
/// @param <M> the messages
final class Answers<Q, M> implements ClientResponseObserver<Q, M> {

    private static final int AHEAD = 2;

    /// What comes next.
    sealed interface Next<M> {

        record Message<M>(M message) implements Next<M> {}

        /// All messages have come.
        record Done<M>() implements Next<M> {}

        record Failed<M>(Throwable cause) implements Next<M> {}
    }

    private final ManagedChannel connection;
    private final BlockingQueue<Next<M>> queue = new LinkedBlockingQueue<>();
    private volatile @Nullable ClientCallStreamObserver<Q> call;

    /// @param connection that the call is made on
    Answers(ManagedChannel connection) {
        this.connection = connection;
    }

    ManagedChannel connection() {
        return connection;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> starting) {
        starting.disableAutoRequestWithInitial(AHEAD);
        call = starting;
    }

    @Override
    public void onNext(M message) {
        queue.add(new Next.Message<>(message));
    }

    @Override
    public void onError(Throwable failure) {
        queue.add(new Next.Failed<>(failure));
    }

    @Override
    public void onCompleted() {
        queue.add(new Next.Done<>());
    }

    /// @return null when nothing came in time
    @Nullable Next<M> next(long timeoutNanos) throws InterruptedException {
        Next<M> next = queue.poll(timeoutNanos, TimeUnit.NANOSECONDS);
        ClientCallStreamObserver<Q> asked = call;
        if (next instanceof Next.Message && asked != null) {
            asked.request(1);
        }
        return next;
    }

    /// Makes a waiting reader go on as well; to it the messages end here, and nothing has failed.
    void cancel() {
        queue.add(new Next.Done<>());
        ClientCallStreamObserver<Q> asked = call;
        if (asked != null) {
            asked.cancel("not wanted any more", null);
        }
    }
}
