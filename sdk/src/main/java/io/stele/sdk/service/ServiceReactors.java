package io.stele.sdk.service;

import io.stele.groups.ConsumerGroups;
import io.stele.http.metrics.Metrics;
import io.stele.model.EventStore;
import io.stele.sdk.Decider;
import io.stele.sdk.command.CommandHandler;
import io.stele.sdk.reactor.CommandPort;
import io.stele.sdk.reactor.LocalCommands;
import io.stele.sdk.reactor.Reactor;
import io.stele.sdk.reactor.RunningReactor;
import java.time.Clock;
import java.util.List;

/// The reactors of a service.
public final class ServiceReactors implements AutoCloseable {

    private final EventStore store;
    private final List<CommandHandler<?, ?, ?>> handlers;
    private final List<Reactor<?, ?, ?>> reactors;
    private final Closing closing = new Closing();

    public ServiceReactors(
            EventStore store,
            List<CommandHandler<?, ?, ?>> handlers,
            List<Reactor<?, ?, ?>> reactors) {
        this.store = store;
        this.handlers = handlers;
        this.reactors = List.copyOf(reactors);
    }

    public void start(Metrics metrics) {
        if (reactors.isEmpty()) {
            return;
        }
        ConsumerGroups groups = closing.add(ConsumerGroups.of(store));
        CommandPort commands = new LocalCommands(handlers);
        for (Reactor<?, ?, ?> reactor : reactors) {
            RunningReactor running = closing.add(start(reactor, commands, groups));
            metrics.gauge(
                    "stele_reactor_timers",
                    "Timers of a reactor that are set.",
                    "reactor",
                    running.name(),
                    running::timersPending);
            metrics.gauge(
                    "stele_reactor_running",
                    "1 while a reactor works, or waits for its store; 0 when it has given up.",
                    "reactor",
                    running.name(),
                    () -> running.isRunning() ? 1 : 0);
        }
    }

    private <C, E, S> RunningReactor start(
            Reactor<C, E, S> reactor, CommandPort commands, ConsumerGroups groups) {
        return RunningReactor.start(
                reactor, store, handler(reactor.source()), commands, groups, Clock.systemUTC());
    }

    /// The one of the reactor's decider; that there is one was seen to before anything was opened.
    @SuppressWarnings("unchecked") // a decider's category tells its types
    private <C, E, S> CommandHandler<C, E, S> handler(Decider<C, E, S> decider) {
        return (CommandHandler<C, E, S>)
                handlers.stream()
                        .filter(each -> each.decider().category().equals(decider.category()))
                        .findFirst()
                        .orElseThrow();
    }

    @Override
    public void close() {
        closing.close();
    }
}
