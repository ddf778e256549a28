package io.stele.client;

import io.grpc.ManagedChannel;
import io.stele.grpc.ProblemMessages;
import io.stele.grpc.ResultMessages;
import io.stele.grpc.v1.EventStoreGrpc;
import io.stele.grpc.v1.Wire;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.RejectedException;
import io.stele.model.StoreException;
import io.stele.model.UnavailableException;
import io.stele.protocol.ProblemKind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// All appends of a client, on one stream to the server.
///
/// ```
///   WAITING ──sent──► SENT ──answer──────────────────────────────► result
///      ▲                ├─► the stream broke: perhaps written ─┐
///      └────────────────┴─► overloaded, outcome unknown: later ┘    out of time ─► unavailable, or
///                                                                   outcome unknown
/// ```
///
/// The append id makes this safe: the server writes an append once however often it comes. After a
/// break, appends are sent again in the order in which they were sent before, and before others.
final class AppendLane implements AutoCloseable {

    private static final int BATCH_BYTES = 64 << 10;
    private static final long LOOK_MILLIS = 100;
    private static final long CLOSE_SECONDS = 5;

    private final Servers servers;
    private final ScheduledThreadPoolExecutor timer;

    // All of the state is guarded by this.
    private final AppendBacklog backlog = new AppendBacklog(BATCH_BYTES);
    private final Patience patience;
    private @Nullable AppendStream stream;
    private @Nullable StoreException lastFailure;
    private boolean pumping;

    /// Who gives out answers, of which other appends may follow at once. Each stream has a thread of
    /// its own, and there is seldom more than one; two of them hold nothing up.
    private volatile @Nullable Thread answering;

    private boolean pausing;
    private boolean looking;
    private boolean closed;

    AppendLane(Servers servers) {
        this.servers = servers;
        this.patience = new Patience(servers.options().retry());
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("stele-client-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    CompletableFuture<AppendResult> send(Append append) {
        PendingAppend added = new PendingAppend(append, servers.options());
        try {
            add(added);
        } catch (StoreException e) {
            added.fail(e);
            return added.result();
        }
        pump();
        return added.result();
    }

    private synchronized void add(PendingAppend added) {
        if (closed) {
            throw servers.closedException();
        }
        if (backlog.isEmpty()) {
            patience.reset(); // what failed for others before is not held against it
        }
        backlog.add(added);
        if (!looking) {
            lookLater();
        }
    }

    /*
     * Whoever comes while another thread sends leaves its append in the queue; so the more there is
     * to do, the more goes into one message. What the answers of one message set off, on the thread
     * that brings them, waits until all of these answers are out, and goes into one message, too.
     */
    private void pump() {
        synchronized (this) {
            if (pumping || Thread.currentThread().equals(answering)) {
                return;
            }
            pumping = true;
        }
        try {
            for (Batch next = nextBatch(); next != null; next = nextBatch()) {
                next.stream().send(next.message());
            }
        } catch (RuntimeException e) {
            synchronized (this) {
                pumping = false;
            }
            failAll(
                    e instanceof StoreException failure
                            ? failure
                            : new UnavailableException("an append cannot be sent", e));
        }
    }

    private record Batch(AppendStream stream, Wire.AppendStreamRequest message) {}

    /// @return null when there is nothing to send, or no room for it; whoever makes some calls
    ///     [#pump()]
    private synchronized @Nullable Batch nextBatch() {
        while (backlog.hasNext() && !pausing) {
            AppendStream open = stream;
            if (open == null) {
                connect();
            } else if (open.isReady()) {
                return new Batch(open, backlog.takeBatch());
            } else {
                break;
            }
        }
        pumping = false;
        return null;
    }

    /// The stream says when it is ready; it may also break at once.
    private void connect() {
        ManagedChannel connection = servers.connection();
        AppendStream opened = new AppendStream(connection, this);
        stream = opened;
        EventStoreGrpc.newStub(connection)
                .withOnReadyThreshold(2 * BATCH_BYTES)
                .appendStream(opened);
    }

    /// There is room again.
    void ready() {
        pump();
    }

    void answered(Wire.AppendStreamResponse response) {
        servers.reached();
        List<@Nullable PendingAppend> answered;
        synchronized (this) {
            patience.reset();
            lastFailure = null;
            answered = backlog.takeAnswered(response);
        }
        giveOut(answered, response);
        pump();
    }

    /// @param answered null for what was given up meanwhile
    private void giveOut(
            List<@Nullable PendingAppend> answered, Wire.AppendStreamResponse response) {
        answering = Thread.currentThread();
        try {
            for (int i = 0; i < answered.size(); i++) {
                PendingAppend append = answered.get(i);
                if (append != null) {
                    answered(append, response.getAnswers(i));
                }
            }
        } finally {
            answering = null;
        }
    }

    private void answered(PendingAppend append, Wire.NumberedAnswer answer) {
        switch (answer.getAnswerCase()) {
            case RESPONSE -> {
                try {
                    AppendResult result =
                            ResultMessages.read(answer.getResponse(), append.append());
                    finished(append);
                    append.succeed(result);
                } catch (IllegalArgumentException e) {
                    fail(append, Servers.notUnderstood(e));
                }
            }
            case PROBLEM -> failed(append, answer.getProblem());
            case ANSWER_NOT_SET ->
                    fail(append, new UnavailableException("the server's answer is empty"));
        }
    }

    private void failed(PendingAppend append, Wire.Problem problem) {
        StoreException reason = ProblemMessages.exception(problem, append.append().appendId());
        switch (ProblemMessages.kind(problem).orElse(ProblemKind.INTERNAL)) {
            case OVERLOADED, REQUEST_TIMEOUT -> again(append, reason);
            case OUTCOME_UNKNOWN, INTERNAL -> {
                append.mayBeWritten();
                again(append, reason);
            }
            case UNAVAILABLE -> {
                if (append.isPerhapsWritten()) {
                    again(append, reason);
                } else {
                    fail(append, reason);
                }
            }
            default -> {
                if (reason instanceof RejectedException refusal) {
                    finished(append);
                    append.refuse(refusal);
                } else {
                    fail(append, reason);
                }
            }
        }
    }

    private void again(PendingAppend append, StoreException reason) {
        boolean rests;
        synchronized (this) {
            rests = !closed && !append.isLate() && backlog.rest(append);
        }
        if (!rests) {
            fail(append, reason);
            return;
        }
        later(
                Math.max(append.nextWaitNanos(), Failure.askedNanos(reason)),
                () -> {
                    synchronized (this) {
                        backlog.endRest(append);
                    }
                    pump();
                });
    }

    /// A stream has ended, and nothing more comes on it. When the server will not go on with it, that
    /// is about what was sent: what only waits gets a stream without that.
    void broken(AppendStream ended, Throwable cause) {
        Failure failure = servers.failure(ended.connection(), cause);
        List<PendingAppend> refused;
        long wait;
        synchronized (this) {
            if (!ended.equals(stream)) {
                return;
            }
            stream = null;
            lastFailure = failure.exception();
            List<PendingAppend> unanswered = backlog.takeSent();
            if (!failure.isAtTheDoor()) {
                unanswered.forEach(PendingAppend::mayBeWritten);
            }
            refused = failure.kind() == Failure.Kind.FINAL ? unanswered : List.of();
            if (refused.isEmpty()) {
                backlog.sendAgain(unanswered);
            }
            wait = servers.nanosToNextTry(failure, patience);
            pausing = wait > 0;
        }
        refused.forEach(append -> fail(append, failure.exception()));
        if (wait < 0 && refused.isEmpty()) {
            failAll(unavailable(failure.exception()));
        } else if (wait > 0) {
            later(wait, this::goOn);
        } else {
            pump();
        }
    }

    /// What refuses a stream says nothing against an append.
    private static StoreException unavailable(StoreException reason) {
        return reason instanceof RejectedException
                ? new UnavailableException("no appends get through: " + reason.getMessage(), reason)
                : reason;
    }

    private void goOn() {
        synchronized (this) {
            pausing = false;
        }
        pump();
    }

    private void later(long nanos, Runnable task) {
        try {
            var unused = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            failAll(servers.closedException());
        }
    }

    /// Gives up what is out of time, as long as there is anything.
    private void look() {
        List<PendingAppend> late;
        StoreException reason;
        synchronized (this) {
            late = backlog.takeLate();
            reason =
                    lastFailure != null
                            ? lastFailure
                            : new UnavailableException(
                                    "no answer for "
                                            + servers.options().retry().toSeconds()
                                            + " s");
        }
        late.forEach(append -> fail(append, reason));
        lookLater();
    }

    private synchronized void lookLater() {
        looking = !backlog.isEmpty();
        if (looking) {
            later(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS), this::look);
        }
    }

    private void failAll(StoreException reason) {
        List<PendingAppend> all;
        synchronized (this) {
            all = backlog.takeAll();
        }
        all.forEach(append -> fail(append, reason));
    }

    private void fail(PendingAppend append, StoreException reason) {
        finished(append);
        append.fail(reason);
    }

    private synchronized void finished(PendingAppend append) {
        backlog.finished(append);
        if (backlog.isEmpty()) {
            notifyAll();
        }
    }

    /// Waits for the answers under way, for a short while.
    @Override
    public void close() {
        AppendStream open;
        synchronized (this) {
            closed = true;
            awaitAnswers();
            open = stream;
            stream = null;
        }
        failAll(servers.closedException());
        if (open != null) {
            open.end();
        }
        timer.shutdownNow();
    }

    private void awaitAnswers() {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        try {
            while (!backlog.isEmpty() && System.nanoTime() < endNanos) {
                TimeUnit.NANOSECONDS.timedWait(this, endNanos - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
