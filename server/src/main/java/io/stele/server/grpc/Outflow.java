package io.stele.server.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Sends messages no faster than the client takes them: the sending thread waits while the
/// connection holds more than a little that was not taken. For one thread.
final class Outflow<M> {

    private final ServerCallStreamObserver<M> call;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    Outflow(ServerCallStreamObserver<M> call) {
        this.call = call;
        call.setOnReadyHandler(this::changed);
        call.setOnCancelHandler(this::changed);
    }

    /// Does nothing when nobody listens any more.
    void send(M message) throws InterruptedException {
        awaitReady();
        if (!call.isCancelled()) {
            call.onNext(message);
        }
    }

    /// Whether the client went away or its deadline has passed.
    boolean isCancelled() {
        return call.isCancelled();
    }

    private void awaitReady() throws InterruptedException {
        if (call.isReady()) {
            return;
        }
        lock.lock();
        try {
            while (!call.isReady() && !call.isCancelled()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void changed() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
