package io.stele.sql;

import static io.stele.sdk.view.ColumnType.BOOLEAN;
import static io.stele.sdk.view.ColumnType.INTEGER;
import static io.stele.sdk.view.ColumnType.REAL;
import static io.stele.sdk.view.ColumnType.TEXT;
import static io.stele.sdk.view.ColumnType.TIMESTAMP;

import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.NewEvent;
import io.stele.model.RecordedEvent;
import io.stele.sdk.view.ColumnType;
import io.stele.sdk.view.StateField;
import io.stele.sdk.view.StateView;
import io.stele.sdk.view.View;
import io.stele.sdk.view.ViewDatabase;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewEngineContext;
import io.stele.sdk.view.ViewOptions;
import io.stele.sdk.view.ViewPage;
import io.stele.sdk.view.ViewQuery;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A small domain for tests: counters that are added to. An `added` event's data is its number; a
/// `broken` one cannot be applied.
final class Counters {

    static final EventFilter FILTER = EventFilter.category("counter");

    private Counters() {}

    static NewEvent added(long amount) {
        return NewEvent.json("added", Long.toString(amount));
    }

    static long amount(RecordedEvent event) {
        if (event.type().equals("broken")) {
            throw new IllegalArgumentException("it is broken");
        }
        return Long.parseLong(event.data().bytes().utf8());
    }

    static ViewEngine open(EventStore store, ViewDatabase database, View... views) {
        return open(store, database, Step.Listener.NONE, views);
    }

    static ViewEngine open(
            EventStore store, ViewDatabase database, Step.Listener steps, View... views) {
        return open(store, database, ViewOptions.DEFAULT, steps, views);
    }

    static ViewEngine open(
            EventStore store,
            ViewDatabase database,
            ViewOptions options,
            Step.Listener steps,
            View... views) {
        return SqlViewEngineProvider.open(
                new ViewEngineContext(
                        store,
                        database,
                        List.of(views),
                        List.of(new CounterStates()),
                        Clock.systemUTC(),
                        options),
                steps);
    }

    static List<String> ids(ViewPage page) {
        return page.rows().stream().map(row -> String.valueOf(row.get("id"))).toList();
    }

    static ViewQuery all() {
        return new ViewQuery(List.of(), List.of(), ViewQuery.LIMIT_MAX, Optional.empty());
    }

    /// Every kind of column and change: the total, how often, and a helper table of amounts.
    static class CounterView implements SqlView<Long> {

        @Override
        public EventSource<Long> source() {
            return EventSource.of(FILTER, Counters::amount);
        }

        @Override
        public Table table() {
            return Table.named("counters")
                    .key("id", TEXT)
                    .column("total", INTEGER)
                    .column("times", INTEGER)
                    .column("different", INTEGER)
                    .column("half", REAL)
                    .column("even", BOOLEAN)
                    .column("changed_at", TIMESTAMP)
                    .column("note", TEXT)
                    .index("total");
        }

        @Override
        public List<Table> helperTables() {
            return List.of(Table.named("amounts").key("id", TEXT).key("amount", INTEGER));
        }

        @Override
        public boolean byStream() {
            return true;
        }

        @Override
        public void apply(Long amount, EventContext context, Rows rows) {
            String id = context.id();
            rows.in("amounts").insertIfAbsent(id, amount);
            long different =
                    rows.number("SELECT count(*) FROM {amounts} WHERE id = ?", id).orElseThrow();
            rows.upsert(id)
                    .add("total", amount)
                    .add("times", 1)
                    .set("different", different)
                    .set("half", amount / 2.0)
                    .set("even", amount % 2 == 0)
                    .set("changed_at", context.occurredAt());
        }
    }

    /// The generic view of the same counters; the state is the total.
    static final class CounterStates implements StateView<Long> {

        @Override
        public String category() {
            return "counter";
        }

        @Override
        public EventFilter filter() {
            return FILTER;
        }

        @Override
        public String fingerprint() {
            return "1";
        }

        @Override
        public List<StateField> fields() {
            return List.of(new StateField("total", "total", ColumnType.INTEGER));
        }

        @Override
        public Long initialState() {
            return 0L;
        }

        @Override
        public UnaryOperator<Long> read(RecordedEvent event) {
            long amount = amount(event);
            return state -> state + amount;
        }

        @Override
        public String toJson(Long state) {
            return "{\"total\":" + state + "}";
        }

        @Override
        public Long fromJson(String json) {
            return Long.parseLong(json.substring(9, json.length() - 1));
        }
    }
}
