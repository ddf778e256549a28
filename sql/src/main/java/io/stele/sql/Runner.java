package io.stele.sql;

import io.stele.model.Checkpoint;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import io.stele.model.UnavailableException;
import io.stele.sdk.view.ViewFailure;
import io.stele.sdk.view.ViewFailure.FailedEvent;
import io.stele.sdk.view.ViewOptions.WhenPoisoned;
import io.stele.sdk.view.ViewState;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Keeps one generation of a view up to date, on a thread of its own, so that a view that fails or
/// lags concerns no other. A platform thread: SQLite's calls are native and would hold a carrier.
///
/// It begins when it has the lease of the generation. What may pass (the store or the database is
/// away, the disk is full) is tried again and again; what will not pass by itself stops it until it
/// is told to go on, and it says where.
final class Runner implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Runner.class.getName());
    private static final long BACKOFF_MILLIS_MAX = 5_000;
    private static final long REST_MILLIS = 250;
    private static final long SKIP_NANOS = 1_000_000_000L;

    private final Tools tools;
    private final Projection projection;
    private final Generation which;
    private final String view;
    private final Progress progress;
    private final Semaphore nudges = new Semaphore(0);
    private final Thread thread;
    private volatile Orders orders = Orders.NONE;
    private volatile boolean stopping;
    private volatile boolean active;
    private volatile boolean failed;
    private volatile boolean serving;
    private long attempts;
    private long backoffMillis;

    /// @param progress of the view; moved while the generation serves
    Runner(Tools tools, Projection projection, Generation which, Progress progress) {
        this.tools = tools;
        this.projection = projection;
        this.which = which;
        this.view = which.view();
        this.progress = progress;
        this.serving = which.serving();
        this.thread =
                Thread.ofPlatform()
                        .name("view-" + view + "-" + which.number())
                        .daemon()
                        .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Whether it is this process that applies events, or that knows why nobody does.
    boolean speaksForTheView() {
        return active || failed;
    }

    void obey(Orders next) {
        boolean news = !next.equals(orders);
        orders = next;
        if (news) {
            nudges.release();
        }
    }

    private void run() {
        while (!stopping) {
            try {
                if (orders.paused() || isStopped()) {
                    rest();
                } else {
                    failed = false;
                    work();
                }
            } catch (UnavailableException | OutcomeUnknownException e) {
                pause(e);
            } catch (OvertakenException e) {
                LOG.log(Level.DEBUG, "View {0}: {1}", view, e.getMessage());
                restQuietly();
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) {
                if (SqlFailure.isTransient(e)) {
                    pause(e);
                } else {
                    fail(Optional.empty(), e);
                }
            }
        }
    }

    private boolean isStopped() {
        return failed && orders.attempts() <= attempts;
    }

    /// Waits for the lease, then follows the log as long as there is nothing else to do.
    private void work() throws SQLException, InterruptedException {
        Follow follow =
                withWriter(writer -> {
                    attempts = writer.generation().notes().attempts();
                    Follow begun = new Follow(writer);
                    begun.run();
                    return begun;
                });
        if (follow != null && follow.unrepaired != null) {
            giveUp(follow.unrepaired);
        }
        if (follow != null && follow.poisoned != null) {
            new OneByOne(follow.poisoned, follow.writer.generation().checkpoint()).run();
        }
    }

    private interface Work<T extends @Nullable Object> {
        T with(Writer writer) throws SQLException, InterruptedException;
    }

    /// @return null also when there is something else to do than to wait for the lease
    private <T> @Nullable T withWriter(Work<@Nullable T> work)
            throws SQLException, InterruptedException {
        try (Connection connection = tools.database().writer();
                Lease lease = awaitLease(connection)) {
            if (lease == null) {
                return null;
            }
            active = true;
            try (Writer writer = new Writer(tools, projection, connection, which)) {
                serving = writer.generation().serving();
                if (!writer.generation().role().runs()) {
                    throw new OvertakenException(which);
                }
                return work.with(writer);
            }
        } finally {
            active = false;
        }
    }

    /// @return null when there is something else to do
    private @Nullable Lease awaitLease(Connection connection)
            throws SQLException, InterruptedException {
        while (!stopping && !orders.paused()) {
            Optional<Lease> lease = tools.database().tryLease(connection, which);
            if (lease.isPresent()) {
                return lease.get();
            }
            rest();
        }
        return null;
    }

    /// Applies what comes, until stopped, paused, or confronted with a batch that cannot be applied.
    private final class Follow {

        private final Writer writer;
        private final CatchUpLog catchUp;
        private Checkpoint at;
        private long lastWritten = System.nanoTime();
        private boolean caughtUp;
        private boolean complete;
        private final Set<String> repaired = new HashSet<>();
        private @Nullable Batch poisoned;
        private @Nullable Unrepaired unrepaired;

        Follow(Writer writer) {
            this.writer = writer;
            this.at = writer.generation().checkpoint();
            this.catchUp = new CatchUpLog(LOG, view, System::nanoTime, at.next());
        }

        void run() throws SQLException, InterruptedException {
            Generation begin = writer.generation();
            SameLog.check(tools, begin);
            if (begin.serving()) {
                progress.move(begin, begin.checkpoint());
                progress.enter(ViewState.CATCHING_UP);
            } else {
                LOG.log(
                        Level.INFO,
                        "View {0}: build {1} is made beside the rows that serve",
                        view,
                        begin.number());
            }
            try (ReadAhead events =
                    new ReadAhead(
                            tools.store(),
                            projection,
                            tools.database().dialect().batchEventsMax(),
                            begin.checkpoint())) {
                while (!stopping && !orders.paused() && poisoned == null && unrepaired == null) {
                    next(events.take());
                }
            }
            if (poisoned == null && unrepaired == null) {
                writer.skipTo(at);
            }
        }

        private void next(@Nullable Batch taken) throws SQLException {
            Batch batch = taken == null ? new Batch(List.of(), at, false) : taken;
            Checkpoint end = batch.end();
            boolean behind = end.compareTo(writer.generation().checkpoint()) > 0;
            if (!batch.items().isEmpty()) {
                if (!apply(batch)) {
                    poisoned = batch;
                    return;
                }
                lastWritten = System.nanoTime();
            } else if (behind && System.nanoTime() - lastWritten > SKIP_NANOS) {
                writer.skipTo(end);
                lastWritten = System.nanoTime();
            }
            at = end;
            backoffMillis = 0;
            caughtUp |= batch.caughtUp();
            if (caughtUp && !complete) {
                complete();
            }
            if (writer.generation().serving()) {
                progress.move(writer.generation(), at);
            }
            catchUp.at(at.next(), () -> tools.store().head().next());
            repair();
        }

        private boolean apply(Batch batch) throws SQLException {
            try {
                writer.apply(batch, catchUp.perSecond(batch.end().next()));
                return true;
            } catch (RuntimeException | SQLException | StackOverflowError | AssertionError e) {
                if (mayPass(e)) {
                    throw e;
                }
                return false;
            }
        }

        /// Again and again, until the build serves.
        private void complete() throws SQLException {
            Generation before = writer.generation();
            if (!before.serving() || !before.indexed()) {
                writer.skipTo(at);
                writer.complete();
            }
            complete = writer.generation().serving();
            if (!complete) {
                return;
            }
            serving = true;
            if (!before.serving()) {
                LOG.log(
                        Level.INFO,
                        "View {0}: queries see build {1} from here on",
                        view,
                        before.number());
            }
            catchUp.caughtUp(at.next());
            progress.enter(ViewState.LIVE);
        }

        /// What was done is seen here once more, until the database has been looked at again.
        private void repair() throws SQLException {
            repaired.retainAll(orders.repairs());
            for (String stream : orders.repairs()) {
                if (unrepaired == null && repaired.add(stream)) {
                    unrepaired = repair(stream);
                }
            }
        }

        private @Nullable Unrepaired repair(String stream) throws SQLException {
            try {
                writer.skipTo(at);
                writer.repair(StreamName.of(stream));
                LOG.log(Level.INFO, "View {0}: the rows of {1} are repaired", view, stream);
                return null;
            } catch (RuntimeException | SQLException | StackOverflowError | AssertionError e) {
                if (mayPass(e)) {
                    throw e;
                }
                LOG.log(Level.WARNING, "View " + view + ": cannot repair " + stream, e);
                return new Unrepaired(stream, message(e));
            }
        }
    }

    /// A stream whose rows could not be made anew.
    private record Unrepaired(String stream, String why) {}

    private void giveUp(Unrepaired repair) throws SQLException, InterruptedException {
        Object unused =
                withWriter(writer -> {
                    writer.repairFailed(repair.stream(), repair.why());
                    return repair;
                });
    }

    /// Something in a batch cannot be applied. Its events one by one show which, and leave everything
    /// before it applied.
    private final class OneByOne {

        private final Deque<Batch> rest;
        private Checkpoint at;

        /// @param from the checkpoint before the batch
        OneByOne(Batch batch, Checkpoint from) {
            this.rest = new ArrayDeque<>(batch.singly());
            this.at = from;
        }

        void run() throws SQLException, InterruptedException {
            Throwable why = withWriter(this::applyWhilePossible);
            while (why != null && !stopping) {
                Batch culprit = rest.element();
                RecordedEvent event = culprit.items().getFirst().event();
                if (tools.options().whenPoisoned() == WhenPoisoned.PAUSE) {
                    fail(Optional.of(event), why);
                    return;
                }
                LOG.log(Level.WARNING, "View " + view + " leaves out " + name(event), why);
                String reason = message(why);
                why =
                        withWriter(writer -> {
                            if (!writer.generation().checkpoint().equals(at)) {
                                return null;
                            }
                            writer.leaveOut(culprit, reason);
                            rest.remove();
                            at = culprit.end();
                            return applyWhilePossible(writer);
                        });
            }
        }

        /// @return why the first of what is left cannot be applied; null when nothing is left, or
        ///     the checkpoint is not where it was, so that the log has to be read again
        private @Nullable Throwable applyWhilePossible(Writer writer) throws SQLException {
            while (!rest.isEmpty() && writer.generation().checkpoint().equals(at)) {
                Batch single = rest.element();
                try {
                    writer.apply(single, 0);
                } catch (RuntimeException | SQLException | StackOverflowError | AssertionError e) {
                    if (mayPass(e)) {
                        throw e;
                    }
                    return e;
                }
                rest.remove();
                at = single.end();
                if (serving) {
                    progress.move(writer.generation(), at);
                }
            }
            return null;
        }
    }

    private static boolean mayPass(Throwable failure) {
        return SqlFailure.isTransient(failure)
                || failure instanceof OvertakenException
                || failure instanceof UnavailableException;
    }

    private void pause(Throwable why) {
        backoffMillis = Math.min(Math.max(50, 2 * backoffMillis), BACKOFF_MILLIS_MAX);
        if (serving) {
            progress.enter(ViewState.CATCHING_UP);
        }
        LOG.log(
                Level.WARNING,
                () -> "View " + view + " tries again in " + backoffMillis + " ms: " + why);
        restQuietly();
    }

    private void restQuietly() {
        try {
            rest(Math.max(backoffMillis, 20));
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private void rest() throws InterruptedException {
        rest(REST_MILLIS);
    }

    private void rest(long millis) throws InterruptedException {
        boolean nudged = nudges.tryAcquire(millis, TimeUnit.MILLISECONDS);
        if (nudged) {
            nudges.drainPermits();
        }
    }

    private static FailedEvent name(RecordedEvent event) {
        return new FailedEvent(
                event.position().value(),
                event.stream().value(),
                event.revision().value(),
                event.type());
    }

    private static String message(Throwable why) {
        return why.getMessage() == null ? why.toString() : why.getMessage();
    }

    private void fail(Optional<RecordedEvent> event, Throwable why) {
        ViewFailure failure = new ViewFailure(event.map(Runner::name), message(why));
        LOG.log(Level.ERROR, "View " + view + " " + failure, why);
        failed = true;
        try (Connection connection = tools.database().writer()) {
            Generation unused =
                    tools.database()
                            .write(
                                    connection,
                                    () -> {
                                        tools.catalogue()
                                                .fail(connection, which, Incidents.text(failure));
                                        return which;
                                    });
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "View " + view + ": what stopped it could not be noted", e);
        }
        if (serving) {
            progress.fail(failure);
        }
    }

    /// Asks the thread to stop; [#close()] waits for it.
    void stop() {
        stopping = true;
        nudges.release();
    }

    @Override
    public void close() {
        stop();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
