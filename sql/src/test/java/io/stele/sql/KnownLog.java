package io.stele.sql;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.sdk.view.ColumnType;
import io.stele.sdk.view.View;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/// A log that every process makes in the same way, and views of it.
final class KnownLog {

    static final int EVENTS = 3_000;
    private static final long SEED = 20_261_129;

    private KnownLog() {}

    /// @param events how many of the log's, from its beginning
    static InMemoryEventStore make(long events) {
        InMemoryEventStore store = new InMemoryEventStore();
        Random random = new Random(SEED);
        for (int i = 0; i < events; i++) {
            String stream = "counter-" + random.nextInt(200);
            UUID id = new UUID(random.nextLong(), random.nextLong());
            NewEvent event = Counters.added(random.nextInt(10)).withId(id);
            store.append(Append.to(stream, Expectation.ANY, event));
        }
        return store;
    }

    static View[] views() {
        return new View[] {new Counters.CounterView(), new Sums()};
    }

    static List<String> viewNames() {
        return List.of("counter", "counters", "sums");
    }

    /// Rows that are written many at a time.
    static final class Sums implements SqlView<Long> {
        @Override
        public EventSource<Long> source() {
            return EventSource.of(Counters.FILTER, Counters::amount);
        }

        @Override
        public Table table() {
            return Table.named("sums")
                    .key("id", ColumnType.TEXT)
                    .column("sum", ColumnType.INTEGER)
                    .column("last", ColumnType.INTEGER)
                    .index("sum");
        }

        @Override
        public void apply(Long amount, EventContext context, Rows rows) {
            rows.upsert(context.id()).add("sum", amount).set("last", context.position());
        }
    }
}
