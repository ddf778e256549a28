package io.stele.engine.append;

import io.stele.engine.append.AppendDecider.Decision;
import io.stele.engine.codec.EncodedAppend;
import io.stele.engine.index.LogIndex;
import io.stele.engine.read.Frames;
import io.stele.log.LogWriter;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Cause;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.AppendResult.StreamRange;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.StoreException;
import io.stele.model.StreamAppend;
import io.stele.model.UnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * Group commit. One thread takes all appends that wait, decides on each against everything before
 * it (also what is in the same batch and not yet on disk), writes the batch with one write and one
 * sync, moves the durable end on, and only then answers, conflicts included: they too may rest on
 * what was not durable before.
 *
 * States: running ──(write or sync fails)──► failed ──(close)──► closed. From `failed` on nothing
 * is appended; the store has to be opened again, which reads what is really on disk.
 */
/// The one writer of a store. [#submit] is for any number of threads.
public final class Appender implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(Appender.class.getName());
    private static final int BATCH_BYTES_MAX = 1 << 20;
    private static final int BATCH_APPENDS_MAX = 10_000; // conflicts and duplicates have no bytes

    private final LogWriter log;
    private final LogIndex index;
    private final DurableEnd durableEnd;
    private final AppendDecider decider;
    private final AppendQueue queue;
    private final Clock clock;
    private final Duration idleBeforeMark;
    private final Function<Cause, Conflict> conflicts;
    private final ExecutorService answers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Runnable> onceDurable = new ArrayList<>();
    private final List<PendingAppend> batch = new ArrayList<>();
    private final Thread thread;
    private long lastMicros;
    private @Nullable PendingAppend taken;
    private volatile boolean closing;
    private volatile boolean ended;
    private volatile @Nullable Exception failure;

    /// @param lastMicros when the last append of the log was recorded
    /// @param conflicts turns the cause of a conflict into the answer; reads the log, so it is
    ///     called on a thread of its own
    public Appender(
            LogWriter log,
            LogIndex index,
            DurableEnd durableEnd,
            AppenderOptions options,
            long lastMicros,
            Function<Cause, Conflict> conflicts) {
        this.log = log;
        this.index = index;
        this.durableEnd = durableEnd;
        this.decider = new AppendDecider(index, new Frames());
        this.queue = new AppendQueue(options.pendingBytesMax());
        this.clock = options.clock();
        this.idleBeforeMark = options.idleBeforeMark();
        this.lastMicros = lastMicros;
        this.conflicts = conflicts;
        this.thread = Thread.ofPlatform().name("stele-writer").daemon().unstarted(this::run);
    }

    /// @param pendingBytesMax how much may wait
    /// @param idleBeforeMark how long to be idle before noting that all is durable
    /// @param clock for the time of recording
    public record AppenderOptions(long pendingBytesMax, Duration idleBeforeMark, Clock clock) {}

    public void start() {
        thread.start();
    }

    /// @return completes on the writer's thread or one of its helpers
    public CompletableFuture<AppendResult> submit(EncodedAppend encoded) {
        PendingAppend pending = new PendingAppend(encoded);
        try {
            checkRunning();
            queue.put(pending);
            if (ended) {
                refuseWaiting(); // it may have come after the writer's last look
            }
        } catch (UnavailableException e) {
            pending.answer().completeExceptionally(e);
        }
        return pending.answer();
    }

    /// @throws UnavailableException when the writer has failed: what was under way then may be on
    ///     disk or not
    public void checkNotFailed() {
        Exception cause = failure;
        if (cause != null) {
            throw stopped(cause);
        }
    }

    private void checkRunning() {
        checkNotFailed();
        if (closing) {
            throw new UnavailableException("the store is closed");
        }
    }

    private static UnavailableException stopped(Exception cause) {
        return new UnavailableException(
                "the store stopped appending after a failure ("
                        + cause.getMessage()
                        + "); open it again to go on",
                cause);
    }

    private void run() {
        try {
            while (!closing) {
                PendingAppend first = queue.poll(idleBeforeMark);
                if (first == null) {
                    log.mark();
                } else {
                    takeAll(first);
                }
            }
            for (PendingAppend left = queue.poll(); left != null; left = queue.poll()) {
                takeAll(left);
            }
            log.mark(); // here: a thread that closes the store may be interrupted, and could not
        } catch (IOException | RuntimeException | Error | InterruptedException e) {
            fail(e);
        } finally {
            ended = true;
            refuseWaiting();
        }
    }

    private void takeAll(PendingAppend first) throws IOException {
        for (PendingAppend next = first; next != null; next = queue.poll()) {
            take(next);
            if (log.batchBytes() >= BATCH_BYTES_MAX || batch.size() >= BATCH_APPENDS_MAX) {
                commit();
            }
        }
        commit();
    }

    private void take(PendingAppend pending) throws IOException {
        taken = pending;
        try {
            switch (decider.decide(pending.append(), log.nextPosition())) {
                case Decision.Write write -> {
                    if (log.hasRoom(pending.encoded().size()) || roll(pending)) {
                        write(pending, write.firstRevisions());
                    }
                }
                case Decision.Duplicate duplicate ->
                        answerOnceDurable(pending, () -> complete(pending, duplicate.answer()));
                case Decision.Refuse refuse ->
                        answerOnceDurable(
                                pending,
                                () -> answers.execute(() -> answer(pending, refuse.cause())));
            }
        } catch (StoreException e) {
            answerOnceDurable(pending, () -> pending.answer().completeExceptionally(e));
        }
    }

    /// Goes on in a new segment; where none can be made, refuses `pending` and stays as it is.
    private boolean roll(PendingAppend pending) throws IOException {
        commit();
        try {
            log.roll();
            index.addSegment(log.segment());
            return true;
        } catch (IOException e) {
            if (log.isBroken()) {
                throw e;
            }
            pending.answer()
                    .completeExceptionally(
                            new UnavailableException(
                                    "no room for the append: " + e.getMessage(), e));
            return false;
        }
    }

    private void write(PendingAppend pending, long[] firstRevisions) {
        EncodedAppend encoded = pending.encoded();
        Append append = pending.append();
        long basePosition = log.nextPosition();
        encoded.recordedAt(nextMicros());
        for (int i = 0; i < firstRevisions.length; i++) {
            encoded.firstRevision(i, firstRevisions[i]);
        }
        long offset = log.add(encoded.bytes(), encoded.size(), append.eventCount());
        index.add(append, offset, firstRevisions);
        Appended appended = appended(append, firstRevisions, log.nextPosition() - 1);
        pending.decided = appended;
        decider.inFlight(basePosition, pending);
        answerOnceDurable(pending, () -> complete(pending, appended));
    }

    private static Appended appended(Append append, long[] firstRevisions, long lastPosition) {
        List<StreamRange> ranges = new ArrayList<>(firstRevisions.length);
        for (int i = 0; i < firstRevisions.length; i++) {
            StreamAppend part = append.streams().get(i);
            ranges.add(
                    new StreamRange(
                            part.stream(),
                            Revision.of(firstRevisions[i]),
                            Revision.of(firstRevisions[i] + part.events().size() - 1)));
        }
        return new Appended(ranges, Position.of(lastPosition), false);
    }

    private long nextMicros() {
        Instant instant = clock.instant();
        long micros = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
        lastMicros = Math.max(lastMicros, micros);
        return lastMicros;
    }

    private void answerOnceDurable(PendingAppend pending, Runnable answer) {
        batch.add(pending);
        onceDurable.add(answer);
    }

    private void commit() throws IOException {
        if (batch.isEmpty()) {
            return;
        }
        log.commit();
        durableEnd.advance(log.nextPosition());
        decider.batchDone();
        onceDurable.forEach(Runnable::run);
        onceDurable.clear();
        batch.clear();
    }

    private static void complete(PendingAppend pending, Appended answer) {
        pending.answer().complete(answer);
    }

    private void answer(PendingAppend pending, Cause cause) {
        try {
            pending.answer().complete(conflicts.apply(cause));
        } catch (StoreException e) {
            pending.answer().completeExceptionally(e);
        } catch (RuntimeException e) {
            pending.answer()
                    .completeExceptionally(
                            new UnavailableException("a conflict could not be described", e));
        }
    }

    private void fail(Throwable cause) {
        LOGGER.log(
                System.Logger.Level.ERROR,
                "the writer stopped; the store has to be opened again",
                cause);
        failure = cause instanceof Exception e ? e : new IllegalStateException(cause);
        for (PendingAppend pending : batch) {
            StoreException unknown =
                    pending.decided != null
                            ? new OutcomeUnknownException(
                                    pending.append().appendId(),
                                    "the log failed while the append was written: "
                                            + cause.getMessage(),
                                    cause)
                            : new UnavailableException(
                                    "the log failed: " + cause.getMessage(), cause);
            pending.answer().completeExceptionally(unknown);
        }
        PendingAppend undecided = taken;
        if (undecided != null) { // has no effect on one that was answered
            undecided.answer().completeExceptionally(stopped(failure));
        }
    }

    private void refuseWaiting() {
        for (PendingAppend left = queue.poll(); left != null; left = queue.poll()) {
            Exception cause = failure;
            left.answer()
                    .completeExceptionally(
                            cause == null
                                    ? new UnavailableException("the store is closed")
                                    : stopped(cause));
        }
    }

    /// Appends what is waiting, then ends the writer's thread. The log stays open.
    @Override
    public void close() {
        closing = true;
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // half a close would lose appends that were taken on
            }
        }
        answers.close();
        refuseWaiting();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
