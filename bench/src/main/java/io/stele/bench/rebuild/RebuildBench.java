package io.stele.bench.rebuild;

import io.stele.bench.Figure;
import io.stele.bench.Figure.Baseline;
import io.stele.bench.Figure.Of;
import io.stele.bench.PreparedStore;
import io.stele.bench.Rounds;
import io.stele.bench.Rounds.Compared;
import io.stele.bench.Scratch;
import io.stele.bench.Unit;
import io.stele.example.bank.AccountsView;
import io.stele.example.bank.Bank;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.sdk.view.StateView;
import io.stele.sdk.view.View;
import io.stele.sdk.view.ViewDatabase;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewEngineContext;
import io.stele.sdk.view.ViewEngineProvider;
import io.stele.sdk.view.ViewProgress;
import io.stele.testkit.PrivatePostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/// How long views of the bank take that are built from the beginning of a log, beside a table that
/// is written by hand.
public final class RebuildBench {

    private static final double SECONDS_GOAL = 10; // for a million events
    private static final double EVENTS_OF_GOAL = 1_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Path directory;
    private final BankLog filling;
    private final Rounds rounds;
    private final Consumer<String> progress;

    /// @param directory has the store, or gets it
    /// @param events in all
    /// @param accounts that they are about
    public RebuildBench(
            Path directory, long events, int accounts, int rounds, Consumer<String> progress) {
        if (accounts < 1 || events < accounts) {
            throw new IllegalArgumentException(
                    "there must be an account, and an event for each: %d, %d"
                            .formatted(accounts, events));
        }
        this.directory = directory;
        this.filling = new BankLog(events, accounts);
        this.rounds = new Rounds(rounds, progress);
        this.progress = progress;
    }

    public List<Figure> run() throws IOException, InterruptedException {
        PreparedStore.in(directory, filling, progress);
        List<Figure> figures = new ArrayList<>();
        try (EventStore store = EventStore.open("embedded:" + directory)) {
            try (Scratch scratch = Scratch.make()) {
                measure(store, Databases.sqlite(scratch), figures);
            }
            Optional<String> missing = PrivatePostgres.missing();
            if (missing.isPresent()) {
                progress.accept("not measured on PostgreSQL: " + missing.get());
            } else {
                try (PrivatePostgres postgres = PrivatePostgres.start()) {
                    measure(store, Databases.postgres(postgres), figures);
                }
            }
        }
        return figures;
    }

    private void measure(EventStore store, Databases databases, List<Figure> figures)
            throws IOException, InterruptedException {
        String on = " on " + databases.name();
        List<View> byHand = List.of(new AccountsView());
        figures.add(figure(store, databases, "a view by hand" + on, byHand, List.of()));
        StateView<?> generic = StateView.of(Bank.ACCOUNT, List.of());
        figures.add(figure(store, databases, "a generic view" + on, List.of(), List.of(generic)));
        figures.addAll(new RebuildAtWork(store, databases, progress).run());
    }

    private Figure figure(
            EventStore store,
            Databases databases,
            String name,
            List<View> views,
            List<StateView<?>> stateViews)
            throws IOException {
        Compared both =
                rounds.compare(
                        name,
                        () -> viewed(store, databases.next(), views, stateViews),
                        () -> byHand(store, databases.next()));
        double perMillion = EVENTS_OF_GOAL / both.found();
        return Figure.of(
                        name + ", a million events",
                        Unit.SECONDS,
                        both.seconds() * perMillion,
                        new Baseline("a table by hand", both.baselineSeconds() * perMillion))
                .withGoal(Of.VALUE, SECONDS_GOAL);
    }

    private static long byHand(EventStore store, ViewDatabase database) throws IOException {
        try {
            return PlainTable.build(store, database.url());
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /// @return how many events are in the view
    private static long viewed(
            EventStore store,
            ViewDatabase database,
            List<View> views,
            List<StateView<?>> stateViews)
            throws IOException {
        ViewEngineProvider provider =
                ServiceLoader.load(ViewEngineProvider.class).findFirst().orElseThrow();
        try (ViewEngine engine =
                provider.open(
                        new ViewEngineContext(
                                store, database, views, stateViews, Clock.systemUTC()))) {
            String view = engine.describe().getFirst().name();
            long events = store.head().next();
            Position last = Position.of(events - 1);
            ViewProgress reached = engine.awaitApplied(view, last, PATIENCE);
            if (reached.applied().next() <= last.value()) {
                throw new IllegalStateException("the view did not come to its end: " + reached);
            }
            return events;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
