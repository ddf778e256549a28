package io.stele.sql;

import io.stele.model.EventFilter;
import io.stele.model.RecordedEvent;
import io.stele.sdk.view.ColumnType;
import io.stele.sdk.view.StateField;
import io.stele.sdk.view.StateView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The generic view of a decider. States are folded in memory and each written once per
/// transaction, however many events it got.
final class StateProjection<S> implements Projection {

    /// Of the states kept between transactions, about, as JSON.
    private static final long STATES_CHARS_MAX = 16 << 20;

    private static final int STATES_MIN = 100;
    private static final int STATE_CHARS_MIN = 100; // for all that is not in the JSON

    private final StateView<S> view;
    private final Definition definition;
    private final Table table;
    private final Map<String, Entry<S>> states = new LinkedHashMap<>(STATES_MIN, 0.75f, true);
    private final Map<String, Entry<S>> changed = new LinkedHashMap<>();
    private @Nullable Changes changes;
    private long written;
    private long jsonChars;

    private record Entry<S>(S state, long revision, Instant updatedAt) {}

    StateProjection(StateView<S> view) {
        this.view = view;
        this.table = table(view);
        this.definition = new Definition(view.category(), 1, view.fingerprint(), List.of(table));
    }

    private static Table table(StateView<?> view) {
        Table table =
                Table.named(tableName(view.category()))
                        .key("id", ColumnType.TEXT)
                        .column("revision", ColumnType.INTEGER)
                        .column("updated_at", ColumnType.TIMESTAMP)
                        .column("state", ColumnType.JSON)
                        .index("updated_at");
        for (StateField field : view.fields()) {
            table =
                    table.computed(field.column(), field.property(), field.type())
                            .index(field.column());
        }
        return table;
    }

    /// A category may be any text; the fingerprint keeps apart what looks the same here.
    private static String tableName(String category) {
        String plain =
                ("state_" + category.toLowerCase(Locale.ROOT))
                        .replaceAll("[^a-z0-9]+", "_")
                        .replaceAll("_$", "");
        return plain.substring(0, Math.min(plain.length(), Names.SIZE_MAX)).replaceAll("_$", "");
    }

    @Override
    public Definition definition() {
        return definition;
    }

    @Override
    public EventFilter filter() {
        return view.filter();
    }

    @Override
    public void begin(Changes target) {
        changes = target;
        states.clear();
        changed.clear();
    }

    @Override
    public Change read(RecordedEvent event) {
        UnaryOperator<S> effect = view.read(event);
        return () -> apply(effect, event);
    }

    @Override
    public boolean isByStream() {
        return true;
    }

    @Override
    public void forget(String id) {
        states.remove(id);
        changed.remove(id);
    }

    private void apply(UnaryOperator<S> effect, RecordedEvent event) {
        String id = event.stream().id();
        Entry<S> before = states.get(id);
        S state = before == null ? load(id).orElseGet(view::initialState) : before.state();
        Entry<S> after =
                new Entry<>(effect.apply(state), event.revision().value(), event.recordedAt());
        states.put(id, after);
        changed.put(id, after);
    }

    @Override
    public void finish() {
        Changes target = target();
        changed.forEach((id, entry) -> {
            String json = view.toJson(entry.state());
            jsonChars += json.length();
            target.begin(new RowChange(RowChange.Kind.UPSERT, table, List.of(id)))
                    .set("revision", entry.revision())
                    .set("updated_at", entry.updatedAt())
                    .set("state", json);
        });
        target.flush();
        written += changed.size();
        changed.clear();
        keepSome();
    }

    /// As many as take a bounded amount of memory, if they are like those that were written.
    private void keepSome() {
        long charsEach = STATE_CHARS_MIN + jsonChars / Math.max(1, written);
        long most = Math.max(STATES_MIN, STATES_CHARS_MAX / charsEach);
        var eldest = states.keySet().iterator();
        while (states.size() > most) {
            eldest.next();
            eldest.remove();
        }
    }

    private Optional<S> load(String id) {
        Changes target = target();
        return target.text("SELECT state FROM " + target.quotedName(table) + " WHERE id = ?", id)
                .map(view::fromJson);
    }

    private Changes target() {
        return Objects.requireNonNull(changes, "begin first");
    }
}
