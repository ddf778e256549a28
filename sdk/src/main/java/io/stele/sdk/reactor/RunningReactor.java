package io.stele.sdk.reactor;

import io.stele.groups.ConsumerGroups;
import io.stele.groups.Delivery;
import io.stele.groups.GroupConsumer;
import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.groups.Outcome;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.RecordedEvent;
import io.stele.model.RejectedException;
import io.stele.model.StoreException;
import io.stele.sdk.command.CommandHandler;
import java.lang.System.Logger.Level;
import java.time.Clock;

/// A reactor at work: it gets its events through the consumer group of its name, and fires its
/// timers. Where a service runs several times they share the work.
public final class RunningReactor implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RunningReactor.class.getName());
    private static final int CONCURRENCY = 64;
    private static final int FAILURES_MAX = 10;

    /// A process waits for its store as long as it takes; what parks it is decided here.
    private static final int ATTEMPTS_MAX = Integer.MAX_VALUE;

    private final String name;
    private final ReactorCore<?, ?, ?> core;
    private final GroupConsumer consumer;
    private final Timers timers;

    private RunningReactor(
            String name, ReactorCore<?, ?, ?> core, Timers timers, ConsumerGroups groups) {
        this.name = name;
        this.core = core;
        this.timers = timers;
        this.consumer = GroupConsumer.start(groups, GroupName.of(name), CONCURRENCY, this::handle);
    }

    /// Makes the reactor's group where there is none, and begins to work.
    ///
    /// @param process takes the commands of the reactor's own decider
    /// @param commands takes those to others
    /// @param groups of the store; stay open when this is closed
    public static <C, E, S> RunningReactor start(
            Reactor<C, E, S> reactor,
            EventStore store,
            CommandHandler<C, E, S> process,
            CommandPort commands,
            ConsumerGroups groups,
            Clock clock) {
        GroupOptions options =
                GroupOptions.DEFAULT
                        .withFilter(EventFilter.category(reactor.source().category()))
                        .withAttemptsMax(ATTEMPTS_MAX);
        Checkpoint from = reactor.hearsHistory() ? Checkpoint.START : store.head();
        if (groups.create(GroupName.of(reactor.name()), options, from)) {
            LOG.log(Level.INFO, "reactor {0} begins at {1}", reactor.name(), from.next());
        }
        ReactorCore<C, E, S> core = new ReactorCore<>(store, reactor, process, commands);
        Timers timers = new Timers(store, core.timers(), core::fire, clock);
        timers.start();
        return new RunningReactor(reactor.name(), core, timers, groups);
    }

    public String name() {
        return name;
    }

    /// Whether it works, or waits for the store to come back.
    public boolean isRunning() {
        return consumer.isRunning();
    }

    /// How many timers are set.
    public int timersPending() {
        return timers.pending();
    }

    private Outcome handle(Delivery delivery) {
        try {
            return core.react(delivery.event());
        } catch (RuntimeException e) {
            boolean storeIsAway = e instanceof StoreException && !(e instanceof RejectedException);
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            if (!storeIsAway) {
                RecordedEvent event = delivery.event();
                LOG.log(
                        Level.WARNING,
                        "reactor %s fails at %s@%s"
                                .formatted(name, event.stream(), event.revision()),
                        e);
            }
            return storeIsAway || delivery.attempt() < FAILURES_MAX
                    ? Outcome.retry(why)
                    : Outcome.park(why);
        }
    }

    /// Finishes what is being done. What is left goes on after a restart.
    @Override
    public void close() {
        consumer.close();
        timers.close();
    }
}
