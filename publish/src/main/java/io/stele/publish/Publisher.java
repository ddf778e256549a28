package io.stele.publish;

import io.stele.model.Checkpoint;
import io.stele.model.CorruptException;
import io.stele.model.EventStore;
import io.stele.model.StoreException;
import io.stele.model.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * States, all changed by the thread of the publisher or under the lock:
 *
 *   CONNECTING ──► RUNNING ──failure──► RETRYING ──after a while──► CONNECTING
 *   any ──pause──► PAUSED ──resume──► CONNECTING
 *   any ──fenced, another log──► STOPPED ──resume──► CONNECTING
 *
 * Each way into CONNECTING reads the publisher's stream and asks the target again where it has got to;
 * nothing that was under way before counts. So a failure in the middle of a batch needs no case of its
 * own: what was not confirmed is read from the log again.
 *
 * The thread is interrupted only while it is in the target's hands, never while it reads the log: an
 * interrupt closes files that are being read.
 */
/// Publishes the events of a log to a target, in order, each at least once; exactly once where the
/// target keeps the checkpoint. A target that is away costs the log nothing: what was not published
/// is read again later.
///
/// For any number of threads.
public final class Publisher implements AutoCloseable {

    private static final Logger LOG = System.getLogger("io.stele.publish");
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration CLOSE_TIME = Duration.ofSeconds(20);

    private final EventStore store;
    private final PublisherSettings settings;
    private final Target target;
    private final PublisherOptions options;
    private final Backoff backoff;
    private final Thread thread;
    private final Checkpoint endAtStart;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private PublisherState state = PublisherState.CONNECTING;
    private Optional<String> reason = Optional.empty();
    private PublisherCounts counts = PublisherCounts.NONE;
    private Checkpoint done = Checkpoint.START;
    private boolean toPause;
    private boolean closed;
    private boolean inTarget;
    private boolean failing;
    private @Nullable Subscription open;
    private @Nullable Replay replay;

    private Publisher(
            EventStore store, PublisherSettings settings, Target target, PublisherOptions options) {
        this.store = store;
        this.settings = settings;
        this.target = target;
        this.options = options;
        this.endAtStart = store.head();
        this.backoff = new Backoff(options.retryMin(), options.retryMax());
        this.thread =
                Thread.ofVirtual().name("stele-publisher-" + settings.name()).unstarted(this::run);
    }

    /// Begins where it got to before.
    ///
    /// @param store is followed, and written to now and then; stays open
    /// @throws IllegalArgumentException when there cannot be such a target
    /// @throws StoreException when the log cannot be read
    public static Publisher start(EventStore store, PublisherSettings settings) {
        return start(store, settings, settings.open(), PublisherOptions.DEFAULT);
    }

    /// As [#start(EventStore, PublisherSettings)], to a target at hand.
    public static Publisher start(
            EventStore store, PublisherSettings settings, Target target, PublisherOptions options) {
        Publisher publisher = new Publisher(store, settings, target, options);
        PublisherMemory memory = PublisherLog.read(store, settings.name()).memory();
        publisher.toPause = memory.paused();
        publisher.done = memory.checkpoint().orElse(publisher.first());
        publisher.thread.start();
        return publisher;
    }

    /// Where it begins when it has not run before.
    private Checkpoint first() {
        return switch (settings.start()) {
            case BEGINNING -> Checkpoint.START;
            case END -> endAtStart;
        };
    }

    public PublisherName name() {
        return settings.name();
    }

    /// Stops publishing until [#resume], also over a restart. What is at hand is finished or given up.
    ///
    /// @param actor who wants it
    /// @return false when it was paused already
    public boolean pause(String actor) {
        return setPaused(true, PublisherLog.PAUSED, actor);
    }

    /// Goes on, also when it had stopped by itself.
    ///
    /// @param actor who wants it
    /// @return false when it was neither paused nor stopped
    public boolean resume(String actor) {
        lock.lock();
        try {
            if (state == PublisherState.STOPPED && !toPause) {
                enter(PublisherState.CONNECTING, null);
                return true;
            }
        } finally {
            lock.unlock();
        }
        return setPaused(false, PublisherLog.RESUMED, actor);
    }

    /* The publisher's own thread must not write to its stream meanwhile, so it is let out of its work
     * first; a pause that cannot be written down is none. */
    private boolean setPaused(boolean paused, String type, String actor) {
        lock.lock();
        try {
            if (toPause == paused) {
                return false;
            }
            if (paused) {
                toPause = true;
                wake();
                awaitState(PublisherState.PAUSED);
            }
            try {
                PublisherLog log = PublisherLog.read(store, settings.name());
                log.write(type, log.memory().paused(paused), actor);
                toPause = paused;
                enter(paused ? state : PublisherState.CONNECTING, null);
            } catch (StoreException | TargetException e) {
                toPause = !paused;
                throw e;
            } finally {
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void awaitState(PublisherState wanted) {
        long left = CLOSE_TIME.toNanos();
        while (state != wanted && left > 0) {
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// Ends what the thread may be waiting for. With the lock.
    private void wake() {
        changed.signalAll();
        if (open != null) {
            open.close();
        }
        if (inTarget) {
            thread.interrupt();
        }
    }

    /// Publishes again what lies below the log's end, to another place, beside what it is doing.
    ///
    /// @throws IllegalArgumentException when there cannot be such a place
    /// @throws IllegalStateException when one is under way
    public void replay(ReplayOptions what) {
        lock.lock();
        try {
            if (replay != null && replay.isUnderWay()) {
                throw new IllegalStateException(
                        "a replay of %s to %s is under way"
                                .formatted(
                                        settings.name(), replay.status().options().destination()));
            }
            replay =
                    Replay.start(
                            store, settings, target.elsewhere(what.destination()), what, options);
        } finally {
            lock.unlock();
        }
    }

    /// How it fares. Reads the log where something waits to be published.
    ///
    /// @throws StoreException when the log cannot be read
    public PublisherStatus status() {
        Checkpoint head = store.head();
        PublisherStatus seen;
        lock.lock();
        try {
            seen =
                    new PublisherStatus(
                            settings,
                            target.toString(),
                            state,
                            reason,
                            done,
                            head,
                            Optional.empty(),
                            counts,
                            Optional.ofNullable(replay).map(Replay::status));
        } finally {
            lock.unlock();
        }
        return seen.waitingSince(Waiting.since(store, settings.filter(), seen.checkpoint(), head));
    }

    private void run() {
        while (mayGoOn()) {
            try {
                publish();
            } catch (TargetFencedException | OtherLogException e) {
                stop(String.valueOf(e.getMessage()));
            } catch (CorruptException | IllegalStateException e) {
                LOG.log(Level.ERROR, "publisher " + settings.name() + " has stopped", e);
                stop(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                // closed or paused: looked at above
            } catch (RuntimeException e) {
                retryLater(e);
            }
        }
    }

    /// Waits while it is paused, has stopped, or is to try again later.
    ///
    /// @return false when it is closed
    private boolean mayGoOn() {
        lock.lock();
        try {
            while (!closed) {
                if (toPause) {
                    enter(PublisherState.PAUSED, null);
                    changed.awaitUninterruptibly();
                } else if (state == PublisherState.STOPPED) {
                    changed.awaitUninterruptibly();
                } else {
                    enter(PublisherState.CONNECTING, reason.orElse(null));
                    return true;
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void enter(PublisherState next, @Nullable String why) {
        state = next;
        reason = Optional.ofNullable(why);
        changed.signalAll();
    }

    private void stop(String why) {
        LOG.log(Level.WARNING, "publisher {0} has stopped: {1}", settings.name(), why);
        lock.lock();
        try {
            enter(PublisherState.STOPPED, why);
            counts = counts.plusFailure();
        } finally {
            lock.unlock();
        }
    }

    private void retryLater(RuntimeException why) {
        lock.lock();
        try {
            if (closed || toPause) {
                return; // which is why it failed
            }
            long left = backoff.next().toNanos();
            tell(why);
            counts = counts.plusFailure();
            enter(PublisherState.RETRYING, said(why));
            while (left > 0 && !closed && !toPause) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // looked at by the caller
        } finally {
            lock.unlock();
        }
    }

    /// A line for each time that it begins to fail; the state tells the rest.
    private void tell(RuntimeException why) {
        if (!failing) {
            failing = true;
            LOG.log(Level.WARNING, "publisher {0} tries again: {1}", settings.name(), said(why));
        }
        LOG.log(Level.DEBUG, "publisher " + settings.name() + " tries again", why);
    }

    private static String said(RuntimeException why) {
        return why.getMessage() == null ? why.toString() : why.getMessage();
    }

    /// From connecting until something ends it.
    private void publish() throws InterruptedException {
        PublisherLog log = PublisherLog.read(store, settings.name());
        try (PlacedSession session = connected(log)) {
            Checkpoint from = begin(session);
            try (Subscription subscription = store.subscribe(from, settings.filter().ofStore())) {
                running(subscription, from);
                follow(session, subscription);
            } finally {
                running(null, done);
                session.noteConfirmed(done);
            }
        }
    }

    private PlacedSession connected(PublisherLog log) throws InterruptedException {
        AtomicReference<@Nullable TargetSession> session = new AtomicReference<>();
        inTarget(() -> session.set(target.connect()));
        return new PlacedSession(
                Objects.requireNonNull(session.get()),
                log,
                settings.name(),
                options,
                this::inTarget);
    }

    private void inTarget(Runnable work) throws InterruptedException {
        lock.lock();
        try {
            if (closed || toPause) {
                throw new InterruptedException();
            }
            inTarget = true;
        } finally {
            lock.unlock();
        }
        try {
            work.run();
        } finally {
            leaveTarget();
        }
    }

    private void leaveTarget() {
        lock.lock();
        try {
            inTarget = false;
            if (Thread.interrupted()) {
                LOG.log(Level.DEBUG, "publisher {0} was interrupted", settings.name());
            }
        } finally {
            lock.unlock();
        }
    }

    private Checkpoint begin(PlacedSession session) throws InterruptedException {
        session.check(store);
        if (session.place().isEmpty() && settings.start() == PublisherSettings.Start.END) {
            session.note(endAtStart); // or a restart would begin at another end
        }
        return session.place().orElse(first());
    }

    private void running(@Nullable Subscription subscription, Checkpoint from) {
        lock.lock();
        try {
            open = subscription;
            if (subscription != null) {
                done = from;
                enter(PublisherState.RUNNING, null);
                if (closed || toPause) {
                    subscription.close();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void follow(PlacedSession session, Subscription subscription)
            throws InterruptedException {
        while (isWanted()) {
            Batch batch = Batch.gather(subscription, settings.filter(), done, PATIENCE, options);
            if (!batch.isEmpty()) {
                session.publish(batch);
                works();
            }
            finished(batch);
            session.noteWhereDue(batch.after());
        }
    }

    private void works() {
        backoff.reset();
        if (failing) {
            failing = false;
            LOG.log(Level.INFO, "publisher {0} publishes again", settings.name());
        }
    }

    private boolean isWanted() {
        lock.lock();
        try {
            return !closed && !toPause;
        } finally {
            lock.unlock();
        }
    }

    private void finished(Batch batch) {
        lock.lock();
        try {
            done = batch.after();
            if (!batch.isEmpty()) {
                counts = counts.plusBatch(batch.events().size());
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends after what it is publishing, or without it when the target does not answer. May be called
    /// more than once.
    @Override
    public void close() {
        Replay last;
        lock.lock();
        try {
            closed = true;
            last = replay;
            if (open != null) {
                open.close();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.close();
        }
        if (!ended(CLOSE_TIME.dividedBy(10))) {
            lock.lock();
            try {
                wake();
            } finally {
                lock.unlock();
            }
            if (!ended(CLOSE_TIME)) {
                LOG.log(Level.WARNING, "publisher {0} does not end", settings.name());
            }
        }
    }

    private boolean ended(Duration within) {
        try {
            return thread.join(within);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
