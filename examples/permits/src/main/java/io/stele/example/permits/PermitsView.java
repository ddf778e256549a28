package io.stele.example.permits;

import static io.stele.sdk.view.ColumnType.INTEGER;
import static io.stele.sdk.view.ColumnType.REAL;
import static io.stele.sdk.view.ColumnType.TEXT;
import static io.stele.sdk.view.ColumnType.TIMESTAMP;

import io.stele.model.RecordedEvent;
import io.stele.sql.EventContext;
import io.stele.sql.EventSource;
import io.stele.sql.Rows;
import io.stele.sql.SqlView;
import io.stele.sql.Table;
import java.util.List;

/// One row for each case: `GET /api/views/permits?status=OPEN&sort=-hours`.
public final class PermitsView implements SqlView<RecordedEvent> {

    @Override
    public EventSource<RecordedEvent> source() {
        return EventSource.of(PermitCase.DECIDER);
    }

    @Override
    public Table table() {
        return Table.named("permits")
                .key("case", TEXT)
                .column("department", TEXT)
                .column("channel", TEXT)
                .column("status", TEXT)
                .column("events", INTEGER)
                .column("people", INTEGER)
                .column("first", TIMESTAMP)
                .column("last", TIMESTAMP)
                .column("hours", REAL)
                .index("department")
                .index("hours");
    }

    /// Who has touched which case, to count each once.
    @Override
    public List<Table> helperTables() {
        return List.of(Table.named("people").key("case", TEXT).key("person", TEXT));
    }

    @Override
    public void apply(RecordedEvent event, EventContext context, Rows rows) {
        String id = context.id();
        Activity activity = Activity.of(event);
        rows.insertIfAbsent(id)
                .set("department", activity.department())
                .set("channel", activity.channel())
                .set("status", Status.OPEN)
                .set("first", activity.at());
        Status.after(activity.name()).ifPresent(status -> rows.update(id).set("status", status));
        rows.in("people").insertIfAbsent(id, activity.person());
        rows.update(id).add("events", 1).set("last", activity.at());
        rows.sql(
                """
                UPDATE {permits}
                SET people = (SELECT count(*) FROM {people} WHERE "case" = ?1),
                    hours = round((julianday("last") - julianday("first")) * 24, 2)
                WHERE "case" = ?1
                """,
                id);
    }
}
