package io.stele.engine.append;

import io.stele.engine.append.AppendDecider.Decision;
import io.stele.engine.codec.EncodedAppend;
import io.stele.engine.index.Grounds;
import io.stele.engine.index.LogIndex;
import io.stele.engine.read.Frames;
import io.stele.log.LogBatch;
import io.stele.log.LogWriter;
import io.stele.model.AppendObserver;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Cause;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.StoreException;
import io.stele.model.UnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * Group commit, as a pipeline of three stages:
 *
 *   decide: take all that waits, decide on each against everything before it (also what is not on
 *           disk yet), put what passes into the index and into the log's batch;
 *   sync:   write the batch with one write, sync it, move the durable end on;
 *   answer: tell the callers, conflicts and duplicates included: they too may rest on what was not
 *           durable before.
 *
 * Two threads carry one batch each through all stages, and a stage has room for one. So while one
 * batch is synced the next is decided, and the one before is answered beside it. A thread enters
 * the sync stage before it leaves the deciding one; that keeps batches in the order of their
 * positions. No append ever goes from one thread to another.
 *
 * Where batches have few appends, their writers wait for them, and two batches would halve what a
 * sync makes durable: then the thread keeps the deciding stage until it has answered, so that the
 * other one sleeps on. Where they have one, it also looks out for the next append for a moment
 * before it sleeps itself. (docs/adr/2026-11-23-append-pipeline.md)
 *
 * States: running ──(write or sync fails)──► failed ──(close)──► closed. From `failed` on nothing
 * is appended; the store has to be opened again, which reads what is really on disk.
 */
/// The one writer of a store. [#submit] is for any number of threads.
public final class Appender implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(Appender.class.getName());
    private static final int BATCH_APPENDS_MAX = 10_000; // conflicts and duplicates have no bytes
    private static final int FEW_APPENDS = 100;
    private static final long LOOK_OUT_NANOS = 50_000; // about what a wake-up takes
    private static final long FIRST_LOOK_NANOS = 100_000;
    private static final Duration AS_GOOD_AS_FOR_EVER = Duration.ofHours(1);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(200);

    private final LogWriter log;
    private final LogIndex index;
    private final Grounds grounds;
    private final DurableEnd durableEnd;
    private final InFlight inFlight = new InFlight();
    private final AppendDecider decider;
    private final AppendQueue queue;
    private final Clock clock;
    private final Duration idleBeforeMark;
    private final Answers answers;
    private final Stage deciding = new Stage();
    private final Stage syncing = new Stage();
    private final List<Thread> threads = List.of(thread(1), thread(2));
    private boolean alone; // the last batch had one append; for the thread that decides
    private boolean few; // it had few
    private long lastMicros;
    private volatile boolean ended;
    private volatile @Nullable Exception failure;
    private volatile @Nullable UnavailableException noRoom;

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
        this.grounds = index.grounds();
        this.durableEnd = durableEnd;
        this.decider = new AppendDecider(grounds, inFlight, new Frames());
        this.queue = new AppendQueue(options.pendingBytesMax());
        this.clock = options.clock();
        this.idleBeforeMark = options.idleBeforeMark();
        this.lastMicros = lastMicros;
        this.answers = new Answers(conflicts);
    }

    /// @param pendingBytesMax how much may wait
    /// @param idleBeforeMark how long to be idle before noting that all is durable
    /// @param clock for the time of recording
    public record AppenderOptions(long pendingBytesMax, Duration idleBeforeMark, Clock clock) {}

    private Thread thread(int number) {
        return Thread.ofPlatform().name("stele-writer-" + number).daemon().unstarted(this::run);
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    /// @return completes on one of the writer's threads or of its helpers
    /// @throws StoreException when the index cannot say what the log knows of the append
    public CompletableFuture<AppendResult> submit(EncodedAppend encoded) {
        PendingAppend pending = new PendingAppend(encoded, grounds.outlook(encoded.append()));
        try {
            checkRunning();
            queue.put(pending);
            if (ended) {
                refuseWaiting(); // it may have come after the writer's last look
            }
        } catch (UnavailableException e) {
            answers.observer().answered(AppendObserver.Outcome.FAILED, 0);
            Answers.fail(pending, e);
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
        if (queue.isClosed()) {
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

    /// Tells `observer` of all appends from here on.
    public void observe(AppendObserver observer) {
        answers.observe(observer);
    }

    /// How much waits.
    public long waitingBytes() {
        return queue.waitingBytes();
    }

    /// Why nothing is appended at this time, if that is so.
    public Optional<String> refusal() {
        Exception cause = failure;
        if (cause != null) {
            return Optional.of("the writer stopped after a failure: " + cause.getMessage());
        }
        return queue.isClosed()
                ? Optional.of("the store is closed")
                : Optional.ofNullable(noRoom).map(UnavailableException::getMessage);
    }

    private void run() {
        List<PendingAppend> batch = new ArrayList<>();
        try {
            while (carry(batch)) {}
        } finally {
            deciding.leave();
        }
        ended = true;
        refuseWaiting();
    }

    /// Carries one batch through all stages; may keep the deciding one.
    ///
    /// @return false when there will be no more
    private boolean carry(List<PendingAppend> batch) {
        try {
            enter(deciding);
            if (!awaitWork()) {
                return false;
            }
            inFlight.dropBelow(durableEnd.position());
            decideWaiting(batch);
            awaitBatchAhead(batch);
            decideWaiting(batch);
            LogBatch frames = log.seal();
            boolean fewBefore = few;
            alone = batch.size() == 1;
            few = batch.size() <= FEW_APPENDS;
            if (!few || !fewBefore) {
                deciding.leave();
            }
            commit(frames, batch.size());
            syncing.leave();
            answer(batch);
            return true;
        } catch (IOException | RuntimeException | Error e) {
            fail(batch, e);
            return false;
        } finally {
            syncing.leave();
        }
    }

    private void commit(LogBatch frames, int appends) throws IOException {
        long bytes = frames.bytes();
        long begun = System.nanoTime();
        log.commit(frames);
        long nanos = System.nanoTime() - begun;
        long events = frames.endPosition() - durableEnd.position();
        durableEnd.advance(frames.endPosition());
        answers.observer().synced(appends, events, bytes, nanos);
    }

    private void enter(Stage stage) {
        if (!stage.isMine()) {
            stage.enter();
            checkNotFailed();
        }
    }

    /// Enters the sync stage; decides meanwhile on what comes while another batch is in it.
    private void awaitBatchAhead(List<PendingAppend> batch) throws IOException {
        for (long nanos = FIRST_LOOK_NANOS; !syncing.enterWithin(nanos); nanos *= 2) {
            decideWaiting(batch);
        }
        checkNotFailed();
    }

    /// Waits for something to decide. Meanwhile notes on disk that all is durable, and has another
    /// try at a segment that could not be made.
    ///
    /// @return false when closed, and nothing is left
    private boolean awaitWork() throws IOException {
        while (queue.peek() == null) {
            if (queue.isClosed()) {
                mark(); // here: a thread that closes the store may be interrupted, and could not
                return false;
            }
            if (!queue.await(alone ? LOOK_OUT_NANOS : 0, patience())) {
                mark();
                if (log.lacksSegment()) {
                    log.prepare();
                }
            }
        }
        return true;
    }

    private Duration patience() {
        if (!log.isMarked()) {
            return idleBeforeMark;
        }
        return log.lacksSegment() ? BEFORE_NEXT_TRY : AS_GOOD_AS_FOR_EVER;
    }

    private void mark() throws IOException {
        if (!log.isMarked()) {
            enter(syncing);
            log.mark();
            syncing.leave();
        }
    }

    private void decideWaiting(List<PendingAppend> batch) throws IOException {
        PendingAppend next = queue.peek();
        while (next != null
                && batch.size() < BATCH_APPENDS_MAX
                && !log.batchIsFullFor(next.encoded().size())) {
            next.decided(decide(next, batch));
            batch.add(next);
            queue.remove(next);
            next = queue.peek();
        }
    }

    private Decision decide(PendingAppend pending, List<PendingAppend> batch) throws IOException {
        Decision decision = decider.decide(pending, log.nextPosition());
        if (decision != Decision.Write.WRITE) {
            return decision;
        }
        if (!log.hasRoom(pending.encoded().size())) {
            UnavailableException noRoom = roll(batch);
            if (noRoom != null) {
                return new Decision.Reject(noRoom);
            }
        }
        write(pending, decider.firstRevisions());
        return decision;
    }

    /// Finishes what is under way and goes on in a new segment.
    ///
    /// @return why none can be made, and then all is as it was; else null
    private @Nullable UnavailableException roll(List<PendingAppend> batch) throws IOException {
        enter(syncing);
        commit(log.seal(), batch.size());
        answer(batch);
        try {
            log.roll();
            index.addSegment(log.segment());
            noRoom = null;
            return null;
        } catch (IOException e) {
            if (log.isBroken()) {
                throw e;
            }
            noRoom = new UnavailableException("no room for the append: " + e.getMessage(), e);
            return noRoom;
        }
    }

    private void write(PendingAppend pending, long[] firstRevisions) {
        EncodedAppend encoded = pending.encoded();
        long basePosition = log.nextPosition();
        encoded.recordedAt(nextMicros());
        for (int i = 0; i < firstRevisions.length; i++) {
            encoded.firstRevision(i, firstRevisions[i]);
        }
        long offset = log.add(encoded.bytes(), encoded.size(), encoded.append().eventCount());
        index.add(pending.outlook().keys(), offset, firstRevisions);
        pending.basePosition(basePosition);
        inFlight.add(pending);
    }

    private long nextMicros() {
        Instant instant = clock.instant();
        long micros = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
        lastMicros = Math.max(lastMicros, micros);
        return lastMicros;
    }

    private void answer(List<PendingAppend> batch) {
        answers.give(batch);
        batch.clear();
        if (Thread.interrupted()) { // an interrupted thread cannot write files
            LOGGER.log(
                    System.Logger.Level.WARNING, "what follows an answer interrupted the writer");
        }
    }

    private void fail(List<PendingAppend> batch, Throwable thrown) {
        Exception cause = failure;
        if (cause == null) {
            LOGGER.log(
                    System.Logger.Level.ERROR,
                    "the writer stopped; the store has to be opened again",
                    thrown);
            cause = thrown instanceof Exception e ? e : new IllegalStateException(thrown);
            failure = cause;
            log.abandon(cause);
            queue.close();
        }
        answers.fail(batch, cause, durableEnd.position());
        batch.clear();
    }

    private void refuseWaiting() {
        deciding.enter();
        try {
            Exception cause = failure;
            for (PendingAppend left = queue.peek(); left != null; left = queue.peek()) {
                queue.remove(left);
                Answers.fail(
                        left,
                        cause == null
                                ? new UnavailableException("the store is closed")
                                : stopped(cause));
            }
        } finally {
            deciding.leave();
        }
    }

    /// Appends what is waiting, then ends the writer's threads. The log stays open.
    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        for (Thread thread : threads) {
            interrupted |= joinForSure(thread);
        }
        answers.close();
        refuseWaiting();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Half a close would lose appends that were taken on.
    ///
    /// @return whether the caller was interrupted
    private static boolean joinForSure(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
