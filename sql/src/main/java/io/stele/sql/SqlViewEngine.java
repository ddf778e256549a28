package io.stele.sql;

import io.stele.model.Checkpoint;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.sdk.view.ViewColumn;
import io.stele.sdk.view.ViewDescription;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewLookup;
import io.stele.sdk.view.ViewPage;
import io.stele.sdk.view.ViewProgress;
import io.stele.sdk.view.ViewQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Views in one SQLite file: a runner for each, and a pool of readers for all.
final class SqlViewEngine implements ViewEngine {

    private final EventStore store;
    private final Database database;
    private final Catalogue catalogue = new Catalogue();
    private final Map<String, Runner> runners = new TreeMap<>();
    private final ReadPool readers;

    SqlViewEngine(
            EventStore store,
            Database database,
            List<Projection> projections,
            Step.Listener steps) {
        this.store = store;
        this.database = database;
        for (Projection projection : projections) {
            Runner runner = new Runner(store, database, catalogue, projection, steps);
            String view = projection.definition().view();
            if (runners.putIfAbsent(view, runner) != null) {
                throw new IllegalArgumentException("two views have the name " + view);
            }
        }
        prepare(projections);
        this.readers = new ReadPool(database);
        runners.values().forEach(Runner::start);
    }

    /// Makes the tables, so that queries find them from the first moment.
    private void prepare(List<Projection> projections) {
        try (Connection writer = database.writer()) {
            database.write(
                    writer,
                    () -> {
                        Catalogue.create(writer);
                        for (Projection projection : projections) {
                            catalogue.open(writer, projection.definition());
                        }
                        return projections.size();
                    });
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the database of the views, "
                            + database
                            + ", cannot be used: "
                            + e.getMessage()
                            + ". If its file is damaged, delete it: views are built again from"
                            + " the log",
                    e);
        }
    }

    @Override
    public List<ViewDescription> describe() {
        Checkpoint head = store.head();
        return readers.read(connection -> {
            List<ViewDescription> all = new ArrayList<>();
            for (String view : runners.keySet()) {
                all.add(describe(connection, view, head));
            }
            return all;
        });
    }

    @Override
    public Optional<ViewDescription> describe(String view) {
        if (!runners.containsKey(view)) {
            return Optional.empty();
        }
        Checkpoint head = store.head();
        return Optional.of(readers.read(connection -> describe(connection, view, head)));
    }

    private ViewDescription describe(Connection connection, String view, Checkpoint head)
            throws SQLException {
        Definition definition = serving(connection, view).definition();
        Table table = definition.main();
        return new ViewDescription(
                view,
                definition.version(),
                table.keys().getFirst().name(),
                table.columns().stream()
                        .map(c -> new ViewColumn(c.name(), c.type(), table.isIndexed(c)))
                        .toList(),
                runner(view).progress().at(head));
    }

    @Override
    public ViewPage query(String view, ViewQuery query) {
        Checkpoint before = applied(view);
        return readers.read(
                connection -> page(connection, serving(connection, view), query, before));
    }

    @Override
    public Optional<ViewPage> queryUnless(String view, ViewQuery query, ViewPage.Version known) {
        Checkpoint before = applied(view);
        return readers.read(connection -> {
            Generation serving = serving(connection, view);
            return version(serving).equals(known)
                    ? Optional.empty()
                    : Optional.of(page(connection, serving, query, before));
        });
    }

    private static ViewPage page(
            Connection connection, Generation serving, ViewQuery query, Checkpoint before)
            throws SQLException {
        Select.Page page = new Select(serving, query).run(connection);
        return new ViewPage(
                page.rows(),
                page.next(),
                page.count(),
                later(before, serving.checkpoint()),
                version(serving));
    }

    private static ViewPage.Version version(Generation generation) {
        long last = generation.last().map(Generation.LastEvent::position).orElse(-1L);
        return new ViewPage.Version(generation.fingerprint(), last);
    }

    @Override
    public ViewLookup row(String view, String key) {
        Checkpoint before = applied(view);
        return readers.read(connection -> {
            Generation serving = serving(connection, view);
            Column column = serving.definition().main().keys().getFirst();
            ViewQuery byKey =
                    new ViewQuery(
                            List.of(
                                    new ViewQuery.Filter(
                                            column.name(), ViewQuery.Operator.EQ, List.of(key))),
                            List.of(),
                            1,
                            Optional.empty());
            Select.Page page = new Select(serving, byKey).run(connection);
            return new ViewLookup(
                    page.rows().stream().findFirst(), later(before, serving.checkpoint()));
        });
    }

    /// The checkpoint in memory is ahead of the one in the database after events that changed
    /// nothing, and behind it when a transaction has been committed since it was read.
    private static Checkpoint later(Checkpoint memory, Checkpoint database) {
        return memory.compareTo(database) > 0 ? memory : database;
    }

    @Override
    public ViewProgress awaitApplied(String view, Position position, Duration timeout)
            throws InterruptedException {
        Progress progress = runner(view).progress();
        progress.await(position, timeout);
        return progress.at(store.head());
    }

    @Override
    public Checkpoint applied(String view) {
        return runner(view).progress().applied();
    }

    private Generation serving(Connection connection, String view) throws SQLException {
        return catalogue
                .serving(connection, view)
                .orElseThrow(() -> new IllegalStateException("view " + view + " has no tables"));
    }

    private Runner runner(String view) {
        Runner runner = runners.get(view);
        if (runner == null) {
            throw new IllegalArgumentException(
                    "no view \"" + view + "\"; there are: " + String.join(", ", runners.keySet()));
        }
        return runner;
    }

    @Override
    public void close() {
        runners.values().forEach(Runner::stop);
        runners.values().forEach(Runner::close);
        readers.close();
    }
}
