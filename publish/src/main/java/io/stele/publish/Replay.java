package io.stele.publish;

import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.publish.ReplayStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Publishes a part of the log once more, to another place and no faster than it may. It ends with its
/// process; nothing of it is kept.
final class Replay implements AutoCloseable {

    private static final int BATCHES_PER_SECOND = 10;
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final EventStore store;
    private final PublisherSettings settings;
    private final Target target;
    private final ReplayOptions options;
    private final int batchMax;
    private final Backoff backoff;
    private final Checkpoint to;
    private final Thread thread;
    private volatile boolean closed;
    private volatile ReplayStatus status;

    private Replay(
            EventStore store,
            PublisherSettings settings,
            Target target,
            ReplayOptions options,
            PublisherOptions bounds) {
        this.store = store;
        this.settings = settings;
        this.target = target;
        this.options = options;
        this.batchMax =
                Math.clamp(
                        options.eventsPerSecond() / BATCHES_PER_SECOND, 1, bounds.batchEventsMax());
        this.backoff = new Backoff(bounds.retryMin(), bounds.retryMax());
        this.to = store.head();
        this.status =
                new ReplayStatus(options, to, options.from(), 0, State.RUNNING, Optional.empty());
        this.thread =
                Thread.ofVirtual().name("stele-replay-" + settings.name()).unstarted(this::run);
    }

    static Replay start(
            EventStore store,
            PublisherSettings settings,
            Target target,
            ReplayOptions options,
            PublisherOptions bounds) {
        Replay replay = new Replay(store, settings, target, options, bounds);
        replay.thread.start();
        return replay;
    }

    ReplayStatus status() {
        return status;
    }

    boolean isUnderWay() {
        return thread.isAlive();
    }

    private void run() {
        try {
            while (!closed && status.state() != State.DONE) {
                try {
                    publish();
                } catch (TargetException e) {
                    say(State.RETRYING, status.at(), 0, e.getMessage());
                    Thread.sleep(backoff.next());
                }
            }
        } catch (InterruptedException e) {
            // closed
        } catch (RuntimeException e) {
            say(State.ENDED, status.at(), 0, e.toString());
        } finally {
            if (status.state() == State.RUNNING || status.state() == State.RETRYING) {
                say(State.ENDED, status.at(), 0, "its process ends");
            }
        }
    }

    private void publish() throws InterruptedException {
        try (TargetSession session = target.connect()) {
            while (!closed && status.at().compareTo(to) < 0) {
                long began = System.nanoTime();
                int published = publish(session);
                backoff.reset();
                long due = began + published * SECOND_NANOS / options.eventsPerSecond();
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            }
        }
        if (!closed) {
            say(State.DONE, to, 0, null);
        }
    }

    private int publish(TargetSession session) {
        List<RecordedEvent> events = new ArrayList<>();
        Checkpoint after = to;
        ReadLog read = ReadLog.all().from(status.at()).matching(settings.filter().ofStore());
        try (EventCursor cursor = store.read(read)) {
            while (cursor.hasNext() && events.size() < batchMax) {
                RecordedEvent event = cursor.next();
                if (to.covers(event.position()) && settings.filter().passes(event)) {
                    events.add(event);
                }
                if (!to.covers(event.position())) {
                    break;
                }
            }
        }
        if (events.size() == batchMax) {
            after = Checkpoint.after(events.getLast().position());
        }
        if (!events.isEmpty()) {
            session.publish(events, after);
        }
        say(State.RUNNING, after, events.size(), null);
        return events.size();
    }

    private void say(State state, Checkpoint at, int published, @Nullable String why) {
        status =
                new ReplayStatus(
                        options,
                        to,
                        at,
                        status.published() + published,
                        state,
                        Optional.ofNullable(why));
    }

    /// Ends it where it is.
    @Override
    public void close() {
        closed = true;
        try {
            if (!thread.join(Duration.ofSeconds(2))) {
                thread.interrupt();
                boolean ended = thread.join(Duration.ofSeconds(10));
                if (!ended) {
                    System.getLogger("io.stele.publish")
                            .log(System.Logger.Level.WARNING, "a replay does not end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
