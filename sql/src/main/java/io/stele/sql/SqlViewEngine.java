package io.stele.sql;

import io.stele.model.Checkpoint;
import io.stele.model.Position;
import io.stele.sdk.view.Projections;
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
import java.util.Optional;
import java.util.function.Supplier;

/// Views in one database: runners that keep them up to date, and a pool of readers for all.
final class SqlViewEngine implements ViewEngine {

    private final Tools tools;
    private final ReadPool readers;
    private final Watch watch;

    /// @param projections each makes projections of a view, for a runner each
    SqlViewEngine(Tools tools, List<Supplier<Projection>> projections) {
        this.tools = tools;
        this.readers = new ReadPool(tools.database());
        try {
            this.watch = new Watch(tools, readers, projections);
            Opening.run(tools, watch.names().stream().map(watch::definition).toList());
            watch.start();
        } catch (RuntimeException e) {
            readers.close();
            throw e;
        }
    }

    @Override
    public Projections projections() {
        return new SqlProjections(tools, readers, watch);
    }

    @Override
    public List<ViewDescription> describe() {
        Checkpoint head = tools.store().head();
        return readers.read(connection -> {
            List<ViewDescription> all = new ArrayList<>();
            for (String view : watch.names()) {
                all.add(describe(connection, view, head));
            }
            return all;
        });
    }

    @Override
    public Optional<ViewDescription> describe(String view) {
        if (!watch.has(view)) {
            return Optional.empty();
        }
        Checkpoint head = tools.store().head();
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
                watch.progress(view).at(head));
    }

    @Override
    public ViewPage query(String view, ViewQuery query) {
        Progress.Seen before = watch.progress(view).seen();
        return readers.read(
                connection -> page(connection, serving(connection, view), query, before));
    }

    @Override
    public Optional<ViewPage> queryUnless(String view, ViewQuery query, ViewPage.Version known) {
        Progress.Seen before = watch.progress(view).seen();
        return readers.read(connection -> {
            Generation serving = serving(connection, view);
            return version(serving).equals(known)
                    ? Optional.empty()
                    : Optional.of(page(connection, serving, query, before));
        });
    }

    /// @param before as it was before the connection saw anything: what is in memory by now may be
    ///     ahead of the rows
    private ViewPage page(
            Connection connection, Generation serving, ViewQuery query, Progress.Seen before)
            throws SQLException {
        Select.Page page = new Select(tools.database().dialect(), serving, query).run(connection);
        return new ViewPage(
                page.rows(),
                page.next(),
                page.count(),
                later(before.of(serving), serving.checkpoint()),
                version(serving));
    }

    private static ViewPage.Version version(Generation generation) {
        long last = generation.last().map(Generation.LastEvent::position).orElse(-1L);
        String tables = generation.fingerprint() + "-" + generation.number();
        return new ViewPage.Version(tables, last);
    }

    @Override
    public ViewLookup row(String view, String key) {
        Progress.Seen before = watch.progress(view).seen();
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
            Select.Page page =
                    new Select(tools.database().dialect(), serving, byKey).run(connection);
            return new ViewLookup(
                    page.rows().stream().findFirst(),
                    later(before.of(serving), serving.checkpoint()));
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
        Progress progress = watch.progress(view);
        progress.await(position, timeout);
        return progress.at(tools.store().head());
    }

    @Override
    public Checkpoint applied(String view) {
        return watch.progress(view).applied();
    }

    private Generation serving(Connection connection, String view) throws SQLException {
        return tools.catalogue()
                .serving(connection, view)
                .orElseThrow(() -> new IllegalStateException("view " + view + " has no tables"));
    }

    @Override
    public void close() {
        watch.close();
        readers.close();
    }
}
