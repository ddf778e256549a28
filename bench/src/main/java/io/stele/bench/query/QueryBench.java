package io.stele.bench.query;

import io.stele.bench.Figure;
import io.stele.bench.Figure.Baseline;
import io.stele.bench.Figure.Of;
import io.stele.bench.PreparedStore;
import io.stele.bench.Unit;
import io.stele.example.bank.AccountEvent.MoneyDeposited;
import io.stele.example.bank.AccountsView;
import io.stele.model.AppendResult;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.Position;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewEngineContext;
import io.stele.sdk.view.ViewEngineProvider;
import io.stele.sdk.view.ViewPage;
import io.stele.sdk.view.ViewQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Queries at a fixed rate on the accounts of the bank while money is
/// deposited at a fixed rate: rows by key, pages by an indexed column, and the pages behind them.
/// The baseline asks the view's own table the same by prepared statements.
public final class QueryBench {

    private static final double SECONDS_GOAL = 0.2;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final int EVENTS_PER_APPEND = 10;
    private static final String VIEW = "accounts";

    /// @param accounts rows of the view
    /// @param queriesPerSecond to be asked
    /// @param eventsPerSecond to be written meanwhile
    /// @param seconds of each round
    public record Options(
            int accounts, int queriesPerSecond, int eventsPerSecond, int seconds, int rounds) {
        public Options {
            if (accounts < 1000 || queriesPerSecond < 1 || eventsPerSecond < 0 || seconds < 1) {
                throw new IllegalArgumentException(
                        "there must be 1,000 accounts, a query a second, and a second at least");
            }
        }
    }

    private final Path directory;
    private final Options options;
    private final Consumer<String> progress;

    /// @param directory has the store and the view, or gets them
    public QueryBench(Path directory, Options options, Consumer<String> progress) {
        this.directory = directory;
        this.options = options;
        this.progress = progress;
    }

    public List<Figure> run() throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Path file = directory.resolve("views.db");
        PreparedStore.in(log, new RichAccounts(options.accounts()), progress);
        try (EventStore store = EventStore.open("embedded:" + log);
                ViewEngine views = open(store, file)) {
            catchUp(store, views);
            try (PlainQueries plain = PlainQueries.open(file)) {
                return List.of(measure(store, views, plain));
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
    }

    private static ViewEngine open(EventStore store, Path file) {
        ViewEngineProvider provider =
                ServiceLoader.load(ViewEngineProvider.class).findFirst().orElseThrow();
        return provider.open(
                new ViewEngineContext(
                        store,
                        "jdbc:sqlite:" + file,
                        List.of(new AccountsView()),
                        List.of(),
                        Clock.systemUTC()));
    }

    private void catchUp(EventStore store, ViewEngine views) throws InterruptedException {
        progress.accept("the view is built");
        views.awaitApplied(Position.of(store.head().next() - 1), PATIENCE);
    }

    private Figure measure(EventStore store, ViewEngine views, PlainQueries plain)
            throws InterruptedException {
        Asking asking = new Asking(options.queriesPerSecond(), options.seconds());
        List<Double> queries = new ArrayList<>();
        List<Double> baseline = new ArrayList<>();
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> write(store, stop));
        try {
            for (int round = 0; round < options.rounds(); round++) {
                queries.add(asking.p99(number -> ask(views, number)));
                baseline.add(asking.p99(number -> plain.ask(key(number), balance(number), number)));
                progress.accept(
                        "p99 %.1f ms, by hand %.1f ms"
                                .formatted(1e3 * queries.getLast(), 1e3 * baseline.getLast()));
            }
        } finally {
            stop.set(true);
            writer.join();
        }
        catchUp(store, views);
        return Figure.of(
                        "a query of %,d a second, p99".formatted(options.queriesPerSecond()),
                        Unit.SECONDS,
                        Asking.median(queries),
                        new Baseline("by prepared statements", Asking.median(baseline)))
                .withGoal(Of.VALUE, SECONDS_GOAL);
    }

    private String key(int number) {
        return Integer.toString(Math.floorMod(number * 7_919, options.accounts()));
    }

    private static long balance(int number) {
        return Math.floorMod(number * 7_919L, RichAccounts.BALANCE_MAX * 9L / 10);
    }

    /// One in two by key, the others pages by balance; one in four goes on to the next page.
    private void ask(ViewEngine views, int number) {
        if (number % 2 == 0) {
            if (views.row(VIEW, key(number)).row().isEmpty()) {
                throw new IllegalStateException("there is no account " + key(number));
            }
            return;
        }
        Map<String, List<String>> page =
                Map.of(
                        "balance.gte", List.of(Long.toString(balance(number))),
                        "sort", List.of(number % 3 == 0 ? "-balance" : "balance"),
                        "limit", List.of("20"));
        ViewPage first = views.query(VIEW, ViewQuery.parse(page));
        if (number % 4 == 1 && first.next().isPresent()) {
            ViewQuery query = ViewQuery.parse(page);
            views.query(
                    VIEW,
                    new ViewQuery(query.filters(), query.sort(), query.limit(), first.next()));
        }
    }

    private void write(EventStore store, AtomicBoolean stop) {
        SplittableRandom random = new SplittableRandom();
        long begin = System.nanoTime();
        for (long n = 0; !stop.get() && options.eventsPerSecond() > 0; n++) {
            List<StreamAppend> parts = new ArrayList<>();
            for (int i = 0; i < EVENTS_PER_APPEND; i++) {
                StreamName account = RichAccounts.stream(random.nextInt(options.accounts()));
                if (parts.stream().noneMatch(part -> part.stream().equals(account))) {
                    MoneyDeposited event = new MoneyDeposited(1 + random.nextInt(100));
                    parts.add(
                            new StreamAppend(
                                    account,
                                    Expectation.EXISTS,
                                    List.of(RichAccounts.event(event, random))));
                }
            }
            AppendResult _ = store.append(RichAccounts.append(parts, random));
            long due =
                    begin
                            + TimeUnit.SECONDS.toNanos(1)
                                    * (n + 1)
                                    * EVENTS_PER_APPEND
                                    / options.eventsPerSecond();
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }
}
