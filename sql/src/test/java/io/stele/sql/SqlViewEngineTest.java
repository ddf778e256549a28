package io.stele.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Checkpoint;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.sdk.view.ColumnType;
import io.stele.sdk.view.View;
import io.stele.sdk.view.ViewDatabase;
import io.stele.sdk.view.ViewDescription;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewFailure;
import io.stele.sdk.view.ViewProgress;
import io.stele.sdk.view.ViewQuery;
import io.stele.sdk.view.ViewState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class SqlViewEngineTest {

    @Parameter TestDatabase kind = TestDatabase.SQLITE;

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir Path directory;
    private final InMemoryEventStore store = new InMemoryEventStore();
    private ViewDatabase database;

    @BeforeEach
    void prepare() {
        database = kind.in(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Position append(String stream, NewEvent event) {
        store.append(Append.to(stream, Expectation.ANY, event));
        return store.head().last().orElseThrow();
    }

    private ViewEngine open(View... views) {
        return Counters.open(store, database, views);
    }

    @Test
    void waitingEndsWhenTheEventIsApplied() throws Exception {
        try (ViewEngine views = open(new Counters.CounterView())) {
            CompletableFuture<ViewProgress> waiting =
                    CompletableFuture.supplyAsync(() -> await(views, new Position(0)));
            append("counter-a", Counters.added(5));
            assertThat(waiting.get(30, TimeUnit.SECONDS).covers(new Position(0))).isTrue();
            assertThat(views.row("counters", "a").row().orElseThrow().get("total")).isEqualTo(5L);
            assertThat(views.row("counters", "a").applied()).isEqualTo(new Checkpoint(1));
        }
    }

    private static ViewProgress await(ViewEngine views, Position position) {
        try {
            return views.awaitApplied("counters", position, LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anEventThatDoesNotConcernTheViewIsAppliedToo() throws Exception {
        try (ViewEngine views = open(new Counters.CounterView())) {
            Position last = append("other-a", Counters.added(5));
            assertThat(views.awaitApplied("counters", last, LONG).covers(last)).isTrue();
            assertThat(views.query("counters", ViewQuery.ALL).applied())
                    .isEqualTo(Checkpoint.after(last));
        }
    }

    @Test
    void waitingEndsWithTheTimeAndSaysHowFarTheViewIs() throws Exception {
        Position last = append("counter-a", Counters.added(5));
        try (ViewEngine views = open(new Counters.CounterView())) {
            views.awaitApplied("counters", last, LONG);
            ViewProgress progress =
                    views.awaitApplied("counters", new Position(99), Duration.ofMillis(1));
            assertThat(progress.covers(new Position(99))).isFalse();
            assertThat(progress.applied()).isEqualTo(new Checkpoint(1));
        }
    }

    @Test
    void aBrokenEventStopsOnlyTheViewsItConcernsAndSaysWhere() throws Exception {
        append("counter-a", Counters.added(5));
        append("counter-a", Counters.added(6));
        append("counter-b", NewEvent.json("broken", "0"));
        Position last = append("counter-a", Counters.added(7));
        try (ViewEngine views = open(new Counters.CounterView(), new Patient())) {
            ViewProgress failed = views.awaitApplied("counters", last, LONG);
            assertThat(failed.state()).isEqualTo(ViewState.FAILED);
            assertThat(failed.applied()).isEqualTo(new Checkpoint(2));
            assertThat(failed.failure().orElseThrow())
                    .hasToString(
                            "stopped at broken at position 2 (stream counter-b, revision 0): it is"
                                    + " broken");
            assertThat(views.row("counters", "a").row().orElseThrow().get("total")).isEqualTo(11L);
            assertThat(views.awaitApplied("patient", last, LONG).covers(last)).isTrue();
        }
        try (ViewEngine views = open(new Mended())) {
            assertThat(views.awaitApplied("counters", last, LONG).covers(last)).isTrue();
            assertThat(views.row("counters", "a").row().orElseThrow().get("total")).isEqualTo(18L);
        }
    }

    private static final class Patient implements SqlView<RecordedEvent> {
        @Override
        public EventSource<RecordedEvent> source() {
            return EventSource.raw(Counters.FILTER);
        }

        @Override
        public Table table() {
            return Table.named("patient").key("type", ColumnType.TEXT);
        }

        @Override
        public void apply(RecordedEvent event, EventContext context, Rows rows) {
            rows.insertIfAbsent(event.type());
        }
    }

    /// The same view with code that can read the broken event.
    private static final class Mended extends Counters.CounterView {
        @Override
        public EventSource<Long> source() {
            return EventSource.of(
                    Counters.FILTER,
                    event -> event.type().equals("broken") ? 0 : Counters.amount(event));
        }
    }

    @Test
    void aChangedViewIsBuiltBesideTheOldOneWhichServesUntilThen() throws Exception {
        Position last = append("counter-a", Counters.added(5));
        try (ViewEngine views = open(new Counters.CounterView())) {
            views.awaitApplied("counters", last, LONG);
        }
        CompletableFuture<Void> gate = new CompletableFuture<>();
        Position further = append("counter-a", Counters.added(5));
        try (ViewEngine views = open(new Doubled(gate))) {
            assertThat(views.describe("counters").orElseThrow().version()).isEqualTo(1);
            assertThat(views.row("counters", "a").row().orElseThrow().get("total")).isEqualTo(5L);
            assertThat(views.row("counters", "a").applied()).isEqualTo(Checkpoint.after(last));
            gate.complete(null);
            assertThat(views.awaitApplied("counters", further, LONG).covers(further)).isTrue();
            assertThat(views.row("counters", "a").row().orElseThrow().get("total")).isEqualTo(20L);
            assertThat(views.describe("counters").orElseThrow().version()).isEqualTo(2);
        }
    }

    private static final class Doubled extends Counters.CounterView {
        private final CompletableFuture<Void> gate;

        Doubled(CompletableFuture<Void> gate) {
            this.gate = gate;
        }

        @Override
        public int version() {
            return 2;
        }

        @Override
        public void apply(Long amount, EventContext context, Rows rows) {
            gate.join();
            super.apply(2 * amount, context, rows);
        }
    }

    @Test
    void aDatabaseOfALongerLogIsRefused() throws Exception {
        append("counter-a", Counters.added(5));
        Position last = append("counter-a", Counters.added(5));
        try (ViewEngine views = open(new Counters.CounterView())) {
            views.awaitApplied("counters", last, LONG);
        }
        try (InMemoryEventStore other = new InMemoryEventStore()) {
            other.append(Append.to("counter-a", Expectation.ANY, Counters.added(1)));
            assertRefused(other, "has applied 2 events, but the log has only 1");
        }
    }

    @Test
    void aDatabaseOfAnotherLogIsRefused() throws Exception {
        Position last = append("counter-a", Counters.added(5));
        try (ViewEngine views = open(new Counters.CounterView())) {
            views.awaitApplied("counters", last, LONG);
        }
        try (InMemoryEventStore other = new InMemoryEventStore()) {
            other.append(Append.to("counter-a", Expectation.ANY, Counters.added(5)));
            assertRefused(other, "at position 0, where the log has");
        }
    }

    private void assertRefused(InMemoryEventStore other, String message)
            throws InterruptedException {
        try (ViewEngine views = Counters.open(other, database, new Counters.CounterView())) {
            ViewFailure failure =
                    views.awaitApplied("counters", new Position(9), LONG).failure().orElseThrow();
            assertThat(failure.message())
                    .contains(message)
                    .contains("belongs to another log, or the log was restored");
            assertThat(failure.event()).isEmpty();
        }
    }

    @Test
    void viewsAreDescribedWithTheirColumns() throws Exception {
        try (ViewEngine views = open(new Counters.CounterView())) {
            assertThat(views.describe())
                    .extracting(ViewDescription::name)
                    .containsExactly("counter", "counters");
            ViewDescription generic = views.describe("counter").orElseThrow();
            assertThat(generic.key()).isEqualTo("id");
            assertThat(generic.columns().toString())
                    .contains("name=id, type=TEXT, indexed=true")
                    .contains("name=state, type=JSON, indexed=false")
                    .contains("name=total, type=INTEGER, indexed=true");
            assertThat(views.describe("nothing")).isEmpty();
            assertThatThrownBy(() -> views.query("nothing", ViewQuery.ALL))
                    .hasMessage("no view \"nothing\"; there are: counter, counters");
        }
    }

    @Test
    void anotherKindOfDatabaseIsRefused() {
        assertThatThrownBy(() -> Database.at(ViewDatabase.at("jdbc:mysql://host/db")))
                .hasMessageContaining("must be jdbc:sqlite:FILE or jdbc:postgresql:");
        assertThatThrownBy(() -> Database.at(ViewDatabase.at("jdbc:sqlite::memory:")))
                .hasMessageContaining("must be jdbc:sqlite:FILE or jdbc:postgresql:");
    }
}
