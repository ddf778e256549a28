package io.stele.sql;

import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.model.UnavailableException;
import io.stele.sdk.view.ViewFailure;
import io.stele.sdk.view.ViewFailure.FailedEvent;
import io.stele.sdk.view.ViewState;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keeps one view up to date, on a thread of its own, so that a view that fails or lags concerns no
/// other. A platform thread: SQLite's calls are native and would hold a carrier.
///
/// What may pass (the store is away, the database locked, the disk full) is tried again and again;
/// what will not pass by itself stops the view, and says where.
final class Runner implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Runner.class.getName());
    private static final long BACKOFF_MILLIS_MAX = 5_000;
    private static final long SKIP_NANOS = 1_000_000_000L;

    private final EventStore store;
    private final Database database;
    private final Catalogue catalogue;
    private final Projection projection;
    private final Step.Listener steps;
    private final String view;
    private final Progress progress = new Progress();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private long backoffMillis;

    Runner(
            EventStore store,
            Database database,
            Catalogue catalogue,
            Projection projection,
            Step.Listener steps) {
        this.store = store;
        this.database = database;
        this.catalogue = catalogue;
        this.projection = projection;
        this.steps = steps;
        this.view = projection.definition().view();
        this.thread = Thread.ofPlatform().name("view-" + view).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Progress progress() {
        return progress;
    }

    Projection projection() {
        return projection;
    }

    private void run() {
        while (!stopping()) {
            try {
                follow();
            } catch (UnavailableException | OutcomeUnknownException e) {
                pause(e);
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) {
                if (SqlFailure.isTransient(e)) {
                    pause(e);
                } else {
                    fail(Optional.empty(), e);
                    return;
                }
            }
        }
    }

    private void follow() throws SQLException, InterruptedException {
        try (Writer writer = new Writer(database, catalogue, projection, steps)) {
            Generation begin = writer.generation();
            checkSameLog(begin);
            progress.move(writer.servedUpTo());
            sayHowItBegins(begin);
            try (ReadAhead events = new ReadAhead(store, projection, begin.checkpoint())) {
                follow(writer, events);
            }
        }
    }

    private void follow(Writer writer, ReadAhead events) throws SQLException, InterruptedException {
        Checkpoint at = writer.generation().checkpoint();
        CatchUpLog catchUp = new CatchUpLog(LOG, view, System::nanoTime, at.next());
        long lastWritten = System.nanoTime();
        while (!stopping()) {
            Batch taken = events.take();
            Batch batch = taken == null ? new Batch(List.of(), at, false) : taken;
            at = batch.end();
            boolean behind = at.compareTo(writer.generation().checkpoint()) > 0;
            if (!batch.items().isEmpty()) {
                if (!apply(writer, batch)) {
                    return;
                }
                lastWritten = System.nanoTime();
            } else if (behind && System.nanoTime() - lastWritten > SKIP_NANOS) {
                writer.skipTo(at);
                lastWritten = System.nanoTime();
            }
            backoffMillis = 0;
            if (batch.caughtUp()) {
                caughtUp(writer, at, catchUp);
            }
            if (writer.generation().serving()) {
                progress.move(at);
            }
            catchUp.at(at.next(), () -> store.head().next());
        }
        if (at.compareTo(writer.generation().checkpoint()) > 0) {
            writer.skipTo(at);
        }
    }

    private void caughtUp(Writer writer, Checkpoint at, CatchUpLog catchUp) throws SQLException {
        if (!writer.generation().serving()) {
            writer.skipTo(at);
            writer.serve();
            LOG.log(Level.INFO, "View {0}: queries see the rebuilt tables from here on", view);
        }
        catchUp.caughtUp(at.next());
        progress.enter(ViewState.LIVE);
    }

    /// @return whether the view can go on
    private boolean apply(Writer writer, Batch batch) throws SQLException {
        try {
            writer.apply(batch);
            return true;
        } catch (RuntimeException | SQLException | StackOverflowError | AssertionError e) {
            if (SqlFailure.isTransient(e)) {
                throw e;
            }
        }
        stopAtTheCulprit(batch);
        return false;
    }

    /// Something in the batch cannot be applied. Its events one by one show which, and leave
    /// everything before it applied.
    private void stopAtTheCulprit(Batch batch) throws SQLException {
        try (Writer writer = new Writer(database, catalogue, projection, steps)) {
            for (Batch single : batch.singly()) {
                try {
                    writer.apply(single);
                } catch (RuntimeException | SQLException | StackOverflowError | AssertionError e) {
                    if (SqlFailure.isTransient(e)) {
                        throw e;
                    }
                    fail(Optional.of(single.items().getFirst().event()), e);
                    return;
                }
                if (writer.generation().serving()) {
                    progress.move(single.end());
                }
            }
        }
    }

    /// A checkpoint means something only in the log it was made in.
    ///
    /// @throws IllegalStateException when it was made in another, or the log has lost events
    private void checkSameLog(Generation generation) {
        if (generation.checkpoint().compareTo(store.head()) > 0) {
            throw new IllegalStateException(
                    "view "
                            + view
                            + " has applied "
                            + generation.checkpoint().next()
                            + " events, but the log has only "
                            + store.head().next()
                            + whatToDo());
        }
        generation.last().ifPresent(this::checkSameEvent);
    }

    private void checkSameEvent(Generation.LastEvent last) {
        ReadLog one = ReadLog.all().limit(1);
        ReadLog there = last.position() == 0 ? one : one.after(last.position() - 1);
        try (EventCursor events = store.read(there)) {
            RecordedEvent event = events.next();
            if (!event.id().toString().equals(last.id())) {
                throw new IllegalStateException(
                        "view "
                                + view
                                + " has applied the event "
                                + last.id()
                                + " at position "
                                + last.position()
                                + ", where the log has "
                                + event.id()
                                + whatToDo());
            }
        }
    }

    private String whatToDo() {
        return ": "
                + database
                + " belongs to another log, or the log was restored from a backup."
                + " Name the right database, or delete its file: views are built again from the"
                + " log.";
    }

    private void sayHowItBegins(Generation begin) {
        if (!begin.serving()) {
            LOG.log(
                    Level.INFO,
                    "View {0} has changed: it is built again beside the old one, which serves"
                            + " queries until then",
                    view);
        }
    }

    private void pause(Throwable why) {
        backoffMillis = Math.min(Math.max(50, 2 * backoffMillis), BACKOFF_MILLIS_MAX);
        progress.enter(ViewState.CATCHING_UP);
        LOG.log(
                Level.WARNING,
                () -> "View " + view + " tries again in " + backoffMillis + " ms: " + why);
        try {
            boolean stopped = stop.await(backoffMillis, TimeUnit.MILLISECONDS);
            LOG.log(Level.DEBUG, "View {0}: {1}", view, stopped ? "stops" : "tries again");
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }

    private void fail(Optional<RecordedEvent> event, Throwable why) {
        ViewFailure failure =
                new ViewFailure(
                        event.map(e ->
                                new FailedEvent(
                                        e.position().value(),
                                        e.stream().value(),
                                        e.revision().value(),
                                        e.type())),
                        why.getMessage() == null ? why.toString() : why.getMessage());
        LOG.log(Level.ERROR, "View " + view + " " + failure, why);
        progress.fail(failure);
        stop.countDown();
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }

    /// Asks the thread to stop; [#close()] waits for it.
    void stop() {
        stop.countDown();
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
