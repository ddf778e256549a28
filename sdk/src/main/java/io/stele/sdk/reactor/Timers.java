package io.stele.sdk.reactor;

import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.RecordedEvent;
import io.stele.model.StoreException;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import io.stele.sdk.reactor.TimerEvent.TimerSet;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/*
 * One thread follows the timers' stream and keeps those that are set; each that is due is fired on a
 * thread of its own. What it says of itself comes back through the stream: a timer is gone from the
 * queue when the log says that it fired. Until then it is in `waiting`, with the time of its next
 * attempt. Nothing is fired before the stream was read to its end, because its cancellation may
 * stand there.
 *
 * Where a service runs several times each of them fires each timer; the id of its command lets it
 * count once.
 */
/// Fires the timers of a reactor when they are due, also those that were set before a restart.
final class Timers implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Timers.class.getName());
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration NOTED_WITHIN = Duration.ofSeconds(10);
    private static final int FIRING_MAX = 64;

    private final EventStore store;
    private final TimerSnapshots snapshots;
    private final EventFilter filter;
    private final TimerLog log;
    private final Predicate<TimerSet> fire;
    private final Clock clock;
    private final Map<UUID, Instant> waiting = new ConcurrentHashMap<>();
    private final Map<UUID, Thread> firing = new ConcurrentHashMap<>();
    private final Thread thread;
    private TimerQueue queue = new TimerQueue();
    private volatile int pending;
    private volatile boolean closed;

    /// @param fire returns false when it has to be tried again
    Timers(EventStore store, TimerLog log, Predicate<TimerSet> fire, Clock clock) {
        this.store = store;
        this.log = log;
        this.snapshots = new TimerSnapshots(store, log.stream());
        this.filter = EventFilter.ALL.withStreamPrefix(log.stream().value());
        this.fire = fire;
        this.clock = clock;
        this.thread =
                Thread.ofVirtual().name("stele-timers-" + log.stream().id()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// How many are set.
    int pending() {
        return pending;
    }

    private void run() {
        while (!closed) {
            try {
                follow();
            } catch (InterruptedException e) {
                return; // closed
            } catch (RuntimeException e) {
                Level level = e instanceof StoreException ? Level.WARNING : Level.ERROR;
                LOG.log(level, "the timers of " + log.stream().id() + " begin again", e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void follow() throws InterruptedException {
        queue = new TimerQueue();
        Checkpoint from = snapshots.load(queue);
        boolean complete = false;
        try (Subscription subscription = store.subscribe(from, filter)) {
            while (!closed) {
                Optional<Message> message = subscription.poll(complete ? untilDue() : PATIENCE);
                if (message.isPresent()) {
                    complete |= take(message.get());
                } else if (complete) {
                    fireDue();
                }
            }
        }
    }

    /// @return whether the end of the stream was reached
    private boolean take(Message message) {
        return switch (message) {
            case Message.Event(RecordedEvent event) -> {
                apply(event);
                yield false;
            }
            case Message.CaughtUp caughtUp -> {
                waiting.keySet().removeIf(timer -> !queue.contains(timer));
                fireDue();
                yield true;
            }
            case Message.Progress progress -> false;
        };
    }

    private void apply(RecordedEvent event) {
        if (event.stream().equals(log.stream())) { // the filter lets longer names pass, too
            queue.apply(TimerEvent.CODEC.decode(event));
            snapshots.applied(event, queue);
            pending = queue.all().size();
        }
    }

    private Duration untilDue() {
        Instant now = clock.instant();
        Optional<Instant> next = queue.first().map(TimerSet::due);
        if (next.isEmpty() || next.get().isAfter(now.plus(PATIENCE))) {
            return PATIENCE;
        }
        Duration until = Duration.between(now, next.get());
        return until.compareTo(SOON) > 0 ? until : SOON;
    }

    private void fireDue() {
        Instant now = clock.instant();
        for (TimerSet timer : queue.due(now)) {
            if (firing.size() >= FIRING_MAX) {
                return;
            }
            Instant earliest = waiting.get(timer.timer());
            if (!firing.containsKey(timer.timer())
                    && (earliest == null || !earliest.isAfter(now))) {
                begin(timer);
            }
        }
    }

    private void begin(TimerSet timer) {
        Thread worker =
                Thread.ofVirtual()
                        .name("stele-timer-" + log.stream().id())
                        .unstarted(() -> fire(timer));
        firing.put(timer.timer(), worker);
        worker.start();
    }

    private void fire(TimerSet timer) {
        try {
            boolean fired = fire.test(timer);
            waiting.put(timer.timer(), clock.instant().plus(fired ? NOTED_WITHIN : SOON));
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "timer \"%s\" of %s is tried again".formatted(timer.name(), timer.process()),
                    e);
            waiting.put(timer.timer(), clock.instant().plus(RETRY));
        } finally {
            firing.remove(timer.timer());
        }
    }

    /// Waits for those that are being fired. Those that are set are there after a restart.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
            for (Thread worker : firing.values()) {
                worker.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
