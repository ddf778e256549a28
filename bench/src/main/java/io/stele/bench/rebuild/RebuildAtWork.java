package io.stele.bench.rebuild;

import io.stele.bench.Figure;
import io.stele.bench.Figure.Baseline;
import io.stele.bench.Figure.Of;
import io.stele.bench.Unit;
import io.stele.example.bank.AccountCommand;
import io.stele.example.bank.AccountsView;
import io.stele.example.bank.Bank;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.sdk.command.CommandHandler;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewEngineContext;
import io.stele.sdk.view.ViewEngineProvider;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/// A view is rebuilt beside the rows that serve, while commands come and queries are answered, both
/// at an even pace: how long each waits, from when it was due, beside the same without a rebuild.
final class RebuildAtWork {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int COMMANDS_PER_SECOND = 200;
    private static final int QUERIES_PER_SECOND = 50;
    private static final long QUIET_MILLIS = 3_000;
    private static final double MICROS_GOAL = 200_000;
    private static final double SECONDS_GOAL = 10;
    private static final double EVENTS_OF_GOAL = 1_000_000;
    private static final String VIEW = "accounts";
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final EventStore store;
    private final Databases databases;
    private final Consumer<String> progress;

    RebuildAtWork(EventStore store, Databases databases, Consumer<String> progress) {
        this.store = store;
        this.databases = databases;
        this.progress = progress;
    }

    /// What was waited for, in microseconds.
    private record Waits(Histogram commands, Histogram queries) {}

    List<Figure> run() throws InterruptedException {
        ViewEngineProvider provider =
                ServiceLoader.load(ViewEngineProvider.class).findFirst().orElseThrow();
        ViewEngineContext context =
                new ViewEngineContext(
                        store,
                        databases.next(),
                        List.of(new AccountsView()),
                        List.of(),
                        Clock.systemUTC());
        try (ViewEngine views = provider.open(context);
                CommandHandler<AccountCommand, ?, ?> accounts =
                        CommandHandler.of(store, Bank.ACCOUNT)) {
            Position last = Position.of(store.head().next() - 1);
            if (!views.awaitApplied(VIEW, last, PATIENCE).covers(last)) {
                throw new IllegalStateException("the view did not come to its end");
            }
            Waits quiet = work(views, accounts, () -> Thread.sleep(QUIET_MILLIS));
            long begin = System.nanoTime();
            long events = store.head().next();
            Waits busy = work(views, accounts, () -> rebuild(views));
            double seconds = (System.nanoTime() - begin) / 1e9;
            return figures(quiet, busy, seconds * EVENTS_OF_GOAL / events);
        }
    }

    private List<Figure> figures(Waits quiet, Waits busy, double seconds) {
        String on = " on " + databases.name();
        progress.accept("rebuilt at work%s: %.1f s a million events".formatted(on, seconds));
        List<Figure> figures = new ArrayList<>();
        figures.add(
                Figure.of(
                                "a rebuild at work" + on + ", a million events",
                                Unit.SECONDS,
                                seconds,
                                new Baseline("the goal", SECONDS_GOAL))
                        .withGoal(Of.VALUE, SECONDS_GOAL));
        figures.add(p99("commands during a rebuild" + on, busy.commands(), quiet.commands()));
        figures.add(p99("queries during a rebuild" + on, busy.queries(), quiet.queries()));
        return figures;
    }

    private static Figure p99(String name, Histogram busy, Histogram quiet) {
        return Figure.of(
                        name + ", p99",
                        Unit.MICROS,
                        (double) busy.getValueAtPercentile(99),
                        new Baseline("without one", (double) quiet.getValueAtPercentile(99)))
                .withGoal(Of.VALUE, MICROS_GOAL);
    }

    private static void rebuild(ViewEngine views) throws InterruptedException {
        long builds = views.projections().rebuild(VIEW).builds().getLast().number();
        while (views.projections().find(VIEW).orElseThrow().builds().stream()
                .noneMatch(build -> build.number() == builds && build.role().equals("serving"))) {
            Thread.sleep(50);
        }
    }

    private interface Stretch {
        void run() throws InterruptedException;
    }

    private static Waits work(
            ViewEngine views, CommandHandler<AccountCommand, ?, ?> accounts, Stretch stretch)
            throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Waits waits = new Waits(new Histogram(3), new Histogram(3));
        String id = "worker" + NAMES.incrementAndGet();
        Object _ = accounts.handle(id, new AccountCommand.OpenAccount("worker"));
        Thread commands =
                paced(
                        over,
                        COMMANDS_PER_SECOND,
                        waits.commands(),
                        () -> accounts.handle(id, new AccountCommand.Deposit(1)));
        Thread queries =
                paced(over, QUERIES_PER_SECOND, waits.queries(), () -> views.row(VIEW, "7"));
        stretch.run();
        over.set(true);
        commands.join();
        queries.join();
        return waits;
    }

    private interface Request {
        Object run();
    }

    /// One after the other, each due at its time: who is late makes the next ones late.
    private static Thread paced(
            AtomicBoolean over, int perSecond, Histogram waits, Request request) {
        return Thread.ofPlatform()
                .start(() -> {
                    long interval = 1_000_000_000L / perSecond;
                    long due = System.nanoTime();
                    while (!over.get()) {
                        due += interval;
                        long early = due - System.nanoTime();
                        if (early > 0) {
                            LockSupport.parkNanos(early);
                        }
                        Object _ = request.run();
                        waits.recordValue(Math.max(0, (System.nanoTime() - due) / 1000));
                    }
                });
    }
}
