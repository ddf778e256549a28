package io.stele.publish;

import io.stele.model.Checkpoint;
import io.stele.model.EventStore;
import io.stele.model.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/// A session with a target, and the publisher's place: kept by the target together with the events, or
/// written into the publisher's own stream now and then. For one thread.
final class PlacedSession implements AutoCloseable {

    private static final Logger LOG = System.getLogger("io.stele.publish");

    /// How far the log may grow by what is not published before that is written down, too.
    private static final long NOTE_POSITIONS = 50_000;

    /// What stands between a thread in the target's hands and those who want it to stop.
    interface Guard {

        /// @throws InterruptedException when it is not to go on
        void inTarget(Runnable work) throws InterruptedException;
    }

    private final TargetSession session;
    private final PublisherLog log;
    private final PublisherName name;
    private final PublisherOptions options;
    private final Guard guard;
    private Checkpoint noted;
    private long unnotedEvents;
    private long notedAt = System.nanoTime();

    /// @param session is closed with this
    PlacedSession(
            TargetSession session,
            PublisherLog log,
            PublisherName name,
            PublisherOptions options,
            Guard guard) {
        this.session = session;
        this.log = log;
        this.name = name;
        this.options = options;
        this.guard = guard;
        this.noted = place().orElse(Checkpoint.START);
    }

    /// What was published before; empty before the first time.
    Optional<Checkpoint> place() {
        return session.keepsCheckpoint() ? session.checkpoint() : log.memory().checkpoint();
    }

    /// @throws OtherLogException when the place is not one of this log
    void check(EventStore store) {
        Checkpoint head = store.head();
        place().filter(at -> at.compareTo(head) > 0)
                .ifPresent(at -> {
                    throw new OtherLogException(at, head);
                });
        session.last()
                .filter(last -> !last.isIn(store))
                .ifPresent(last -> {
                    throw new OtherLogException(last);
                });
    }

    void publish(Batch batch) throws InterruptedException {
        guard.inTarget(() -> session.publish(batch.events(), batch.after()));
        if (session.keepsCheckpoint()) {
            noted = batch.after();
        } else {
            unnotedEvents += batch.events().size();
        }
    }

    /// Writes the place down where that is due. What is not published moves it as well, and so does
    /// writing it down, so that alone is no reason until much has come together.
    void noteWhereDue(Checkpoint done) throws InterruptedException {
        boolean late = System.nanoTime() - notedAt > options.noteEvery().toNanos();
        boolean due =
                (unnotedEvents > 0 && late)
                        || unnotedEvents >= options.noteEvents()
                        || done.next() - noted.next() >= NOTE_POSITIONS;
        if (due) {
            note(done);
        }
    }

    void note(Checkpoint done) throws InterruptedException {
        if (session.keepsCheckpoint()) {
            guard.inTarget(() -> session.publish(List.of(), done));
        } else {
            log.write(PublisherLog.ADVANCED, log.memory().at(done), "publisher:" + name);
        }
        noted = done;
        unnotedEvents = 0;
        notedAt = System.nanoTime();
    }

    /// At the end, whatever ended it: what was confirmed needs not be published again.
    void noteConfirmed(Checkpoint done) throws InterruptedException {
        if (unnotedEvents > 0) {
            try {
                note(done);
            } catch (StoreException | TargetException e) {
                LOG.log(Level.DEBUG, "publisher " + name + " keeps its old place", e);
            }
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
