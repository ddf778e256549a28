package io.stele.sql;

import io.stele.model.EventFilter;
import io.stele.model.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Applies events through the handler of a view by hand.
final class SqlProjection<E> implements Projection {

    private final SqlView<E> view;
    private final EventSource<E> source;
    private final Definition definition;
    private @Nullable Changes changes;

    SqlProjection(SqlView<E> view) {
        this.view = view;
        this.source = view.source();
        List<Table> tables = new ArrayList<>();
        tables.add(view.table());
        tables.addAll(view.helperTables());
        this.definition =
                new Definition(Names.check("view", view.name()), view.version(), "", tables);
    }

    @Override
    public Definition definition() {
        return definition;
    }

    @Override
    public EventFilter filter() {
        return source.filter();
    }

    @Override
    public void begin(Changes target) {
        changes = target;
    }

    @Override
    public Change read(RecordedEvent event) {
        List<E> read = source.decode().apply(event);
        return () -> read.forEach(each -> apply(each, event));
    }

    @Override
    public boolean isByStream() {
        return view.byStream();
    }

    @Override
    public void forget(String id) {}

    private void apply(E event, RecordedEvent recorded) {
        Changes target = Objects.requireNonNull(changes, "begin first");
        target.forget();
        synchronized (view) { // which may be building beside it
            view.apply(event, new EventContext(recorded), new Rows(target, definition.main()));
        }
        target.take();
    }

    @Override
    public void finish() {
        Objects.requireNonNull(changes, "begin first").flush();
    }
}
