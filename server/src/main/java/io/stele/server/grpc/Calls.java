package io.stele.server.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.stele.grpc.ProblemMessages;
import io.stele.http.Failures;
import io.stele.http.Rates;
import io.stele.http.Workers;
import io.stele.protocol.ProblemKind;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/// What all calls have in common: threads for what may block, and how failures are answered.
final class Calls implements AutoCloseable {

    /// What streams messages to a client until it is done, from a thread of its own.
    interface Streaming<M> {
        void sendTo(Outflow<M> client) throws InterruptedException;
    }

    private static final Logger LOG = System.getLogger("io.stele.server");

    private final Workers workers;
    private final Rates rates;
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    Calls(Workers workers, Rates rates) {
        this.workers = workers;
        this.rates = rates;
    }

    Rates rates() {
        return rates;
    }

    /// Whether the server is closing, so that what has no end of its own must end.
    boolean draining() {
        return draining;
    }

    /// Reads a message of a client.
    ///
    /// @throws io.stele.protocol.ProblemException when it does not make sense
    static <M, V> V understand(M message, Function<M, V> reader) {
        try {
            return reader.apply(message);
        } catch (IllegalArgumentException e) {
            String reason = e.getMessage();
            throw ProblemKind.INVALID_FIELD.exception(reason == null ? e.toString() : reason);
        }
    }

    /// Answers with one message that may take a while to get.
    <M> void answer(StreamObserver<M> client, Callable<M> work) {
        ServerCallStreamObserver<M> call = call(client);
        try {
            workers.handle(() -> {
                try {
                    complete(call, work.call());
                } catch (Throwable e) { // or the client would wait for nothing
                    fail(call, e);
                }
            });
        } catch (RuntimeException e) {
            fail(call, e);
        }
    }

    /// The call behind an observer; that its client goes away is no failure. Has to be called before
    /// the service method returns.
    static <M> ServerCallStreamObserver<M> call(StreamObserver<M> client) {
        ServerCallStreamObserver<M> call = (ServerCallStreamObserver<M>) client;
        call.setOnCancelHandler(() -> {});
        return call;
    }

    static <M> void complete(ServerCallStreamObserver<M> call, M message) {
        if (!call.isCancelled()) {
            call.onNext(message);
            call.onCompleted();
        }
    }

    /// Answers with any number of messages. Has to be called before the service method returns.
    <M> void stream(StreamObserver<M> client, Streaming<M> work) {
        ServerCallStreamObserver<M> call = call(client);
        Outflow<M> out = new Outflow<>(call);
        try {
            workers.stream(CallGate.requester(), () -> run(work, out, call));
        } catch (RuntimeException e) {
            fail(client, e);
        }
    }

    private static <M> void run(
            Streaming<M> work, Outflow<M> out, ServerCallStreamObserver<M> call) {
        try {
            work.sendTo(out);
        } catch (InterruptedException e) {
            fail(call, closing());
            return;
        } catch (Throwable e) { // or the client would wait for nothing
            fail(call, e);
            return;
        }
        if (!call.isCancelled()) {
            call.onCompleted();
        }
    }

    /// The server stops. To the client that is a connection that broke: it goes on elsewhere, or
    /// here after the next start.
    static StatusRuntimeException closing() {
        return Status.UNAVAILABLE.withDescription("the server is closing").asRuntimeException();
    }

    static <M> void fail(StreamObserver<M> client, Throwable failure) {
        StatusRuntimeException status =
                failure instanceof StatusRuntimeException known
                        ? known
                        : ProblemMessages.status(Failures.problem(failure));
        if (client instanceof ServerCallStreamObserver<M> call && call.isCancelled()) {
            return; // nobody listens
        }
        client.onError(status);
    }

    /// Starts a short task that must not run where it is started.
    void run(Runnable task) {
        try {
            workers.run(task);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "a call outlives the server", e);
        }
    }

    /// Calls that wait for the client, and want to be told that there is nothing to wait for.
    Set<Runnable> waiting() {
        return waiting;
    }

    void drain() {
        draining = true;
        waiting.forEach(Runnable::run);
    }

    @Override
    public void close() {
        workers.close();
    }
}
