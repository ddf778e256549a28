package io.stele.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.StreamName;
import io.stele.sdk.view.ProjectionRefusedException;
import io.stele.sdk.view.ProjectionStatus;
import io.stele.sdk.view.ProjectionStatus.Build;
import io.stele.sdk.view.ProjectionStatus.Repair;
import io.stele.sdk.view.ProjectionStatus.Skipped;
import io.stele.sdk.view.View;
import io.stele.sdk.view.ViewDatabase;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewOptions;
import io.stele.sdk.view.ViewOptions.WhenChanged;
import io.stele.sdk.view.ViewOptions.WhenPoisoned;
import io.stele.sdk.view.ViewState;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ProjectionsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Parameter TestDatabase kind = TestDatabase.SQLITE;

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

    private ViewEngine open(ViewOptions options, View... views) {
        return Counters.open(store, database, options, Step.Listener.NONE, views);
    }

    private static void await(ViewEngine views, Position last) throws InterruptedException {
        assertThat(views.awaitApplied("counters", last, LONG).covers(last)).isTrue();
    }

    private static @Nullable Object total(ViewEngine views, String id) {
        return views.row("counters", id).row().orElseThrow().get("total");
    }

    private static ProjectionStatus status(ViewEngine views) {
        return views.projections().find("counters").orElseThrow();
    }

    private static List<String> roles(ViewEngine views) {
        return status(views).builds().stream().map(Build::role).toList();
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(10);
        }
    }

    /// The same counters by other code: each amount counts twice, once the gate is open.
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

    private static Doubled doubled() {
        return new Doubled(CompletableFuture.completedFuture(null));
    }

    @Test
    void aRebuildGoesOnBesideTheRowsThatServeWhichStayLive() throws Exception {
        append("counter-a", Counters.added(5));
        try (ViewEngine views = open(new Counters.CounterView())) {
            await(views, store.head().last().orElseThrow());
            assertThat(roles(views)).containsExactly("serving");
            views.projections().rebuild("counters");
            Position further = append("counter-a", Counters.added(1));
            await(views, further);
            assertThat(total(views, "a")).isEqualTo(6L);
            eventually(() -> roles(views).equals(List.of("previous", "serving")));
            assertThat(total(views, "a")).isEqualTo(6L);
            await(views, append("counter-a", Counters.added(1)));
            assertThat(total(views, "a")).isEqualTo(7L);
        }
    }

    @Test
    void switchingBackIsOneCommandAndSwitchingOverCatchesUpFirst() throws Exception {
        append("counter-a", Counters.added(5));
        try (ViewEngine views = open(new Counters.CounterView())) {
            await(views, new Position(0));
        }
        try (ViewEngine views = open(doubled())) {
            eventually(() -> roles(views).equals(List.of("previous", "serving")));
            assertThat(total(views, "a")).isEqualTo(10L);
            views.projections().switchBack("counters");
            assertThat(roles(views)).containsExactly("serving", "withdrawn");
            assertThat(total(views, "a")).isEqualTo(5L);
            assertThat(status(views).note().orElseThrow()).contains("made by other code");
            Position last = append("counter-a", Counters.added(5));
            assertThat(views.awaitApplied("counters", last, Duration.ofMillis(300)).state())
                    .isEqualTo(ViewState.PAUSED);
            views.projections().switchOver("counters");
            await(views, last);
            assertThat(total(views, "a")).isEqualTo(20L);
            assertThat(roles(views)).containsExactly("previous", "serving");
        }
    }

    @Test
    void withdrawnRowsStayWithdrawnWhenTheServiceStartsAgain() throws Exception {
        append("counter-a", Counters.added(5));
        try (ViewEngine views = open(new Counters.CounterView())) {
            await(views, new Position(0));
        }
        try (ViewEngine views = open(doubled())) {
            eventually(() -> roles(views).equals(List.of("previous", "serving")));
            views.projections().switchBack("counters");
        }
        try (ViewEngine views = open(doubled())) {
            assertThat(roles(views)).containsExactly("serving", "withdrawn");
        }
        try (ViewEngine views = open(new Counters.CounterView())) {
            await(views, append("counter-a", Counters.added(1)));
            assertThat(total(views, "a")).isEqualTo(6L);
        }
    }

    @Test
    void rowsThatDoNotServeAreDroppedOnCommand() throws Exception {
        append("counter-a", Counters.added(5));
        try (ViewEngine views = open(new Counters.CounterView())) {
            await(views, new Position(0));
            assertThatThrownBy(() -> views.projections().drop("counters"))
                    .isInstanceOf(ProjectionRefusedException.class)
                    .hasMessageContaining("no rows but those that serve");
            assertThatThrownBy(() -> views.projections().switchBack("counters"))
                    .hasMessageContaining("nothing to go back to");
            views.projections().rebuild("counters");
            eventually(() -> roles(views).equals(List.of("previous", "serving")));
            views.projections().drop("counters");
            assertThat(roles(views)).containsExactly("serving");
            assertThat(total(views, "a")).isEqualTo(5L);
        }
    }

    @Test
    void rowsOfOldCodeGoOnServingWhereThatIsWanted() throws Exception {
        append("counter-a", Counters.added(5));
        try (ViewEngine views = open(new Counters.CounterView())) {
            await(views, new Position(0));
        }
        append("counter-a", Counters.added(1));
        try (ViewEngine views = open(ViewOptions.DEFAULT.with(WhenChanged.KEEP), doubled())) {
            assertThat(total(views, "a")).isEqualTo(5L);
            assertThat(status(views).state()).isEqualTo(ViewState.PAUSED);
            assertThat(status(views).builds()).singleElement().matches(build -> !build.current());
            views.projections().rebuild("counters");
            await(views, new Position(1));
            assertThat(total(views, "a")).isEqualTo(12L);
        }
    }

    @Test
    void aChangedViewMayBeRefused() throws Exception {
        append("counter-a", Counters.added(5));
        try (ViewEngine views = open(new Counters.CounterView())) {
            await(views, new Position(0));
        }
        assertThatThrownBy(() -> open(ViewOptions.DEFAULT.with(WhenChanged.REFUSE), doubled()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("view counters has changed since its rows were built");
    }

    @Test
    void aPausedViewAppliesNothingUntilResumedAlsoAcrossRestarts() throws Exception {
        append("counter-a", Counters.added(5));
        try (ViewEngine views = open(new Counters.CounterView())) {
            await(views, new Position(0));
            views.projections().pause("counters");
            eventually(() -> status(views).state() == ViewState.PAUSED);
        }
        Position last = append("counter-a", Counters.added(1));
        try (ViewEngine views = open(new Counters.CounterView())) {
            assertThat(views.awaitApplied("counters", last, Duration.ofMillis(300)).state())
                    .isEqualTo(ViewState.PAUSED);
            assertThat(total(views, "a")).isEqualTo(5L);
            views.projections().resume("counters");
            await(views, last);
            assertThat(total(views, "a")).isEqualTo(6L);
        }
    }

    @Test
    void aPoisonEventIsSkippedOnCommandAndKeptInMind() throws Exception {
        append("counter-a", Counters.added(5));
        append("counter-a", NewEvent.json("broken", "0"));
        Position last = append("counter-a", Counters.added(6));
        try (ViewEngine views = open(new Counters.CounterView())) {
            views.awaitApplied("counters", last, LONG);
            assertThat(status(views).state()).isEqualTo(ViewState.FAILED);
            eventually(() -> status(views).builds().getLast().failure().isPresent());
            views.projections().retry("counters");
            eventually(() -> status(views).builds().getLast().failure().isPresent());
            assertThat(total(views, "a")).isEqualTo(5L);
            views.projections().skip("counters");
            eventually(() -> views.applied("counters").covers(last));
            assertThat(total(views, "a")).isEqualTo(11L);
            assertThat(status(views).skipped())
                    .containsExactly(
                            new Skipped(1, 1, "counter-a", 1, "broken", "left out on command"));
            assertThatThrownBy(() -> views.projections().skip("counters"))
                    .hasMessageContaining("has not stopped at anything");
        }
    }

    @Test
    void poisonEventsAreSkippedWhereThatIsWanted() throws Exception {
        append("counter-a", Counters.added(5));
        append("counter-b", NewEvent.json("broken", "0"));
        append("counter-a", Counters.added(6));
        append("counter-b", NewEvent.json("broken", "0"));
        Position last = append("counter-a", Counters.added(7));
        ViewOptions skipping = ViewOptions.DEFAULT.with(WhenPoisoned.SKIP);
        try (ViewEngine views = open(skipping, new Counters.CounterView())) {
            await(views, last);
            assertThat(total(views, "a")).isEqualTo(18L);
            assertThat(status(views).skipped())
                    .extracting(Skipped::position, Skipped::reason)
                    .containsExactly(tuple(1L, "it is broken"), tuple(3L, "it is broken"));
        }
    }

    @Test
    void theRowsOfOneStreamAreRepaired() throws Exception {
        append("counter-a", Counters.added(5));
        append("counter-b", Counters.added(6));
        Position last = append("counter-a", Counters.added(1));
        try (ViewEngine views = open(new Counters.CounterView())) {
            await(views, last);
            views.awaitApplied("counter", last, LONG);
            damage(views, "counters", "UPDATE %s SET total = 77");
            damage(views, "counter", "UPDATE %s SET state = '{\"total\":77}'");
            ProjectionStatus status =
                    views.projections().repair("counters", StreamName.of("counter-a"));
            assertThat(status.repairs()).containsExactly(new Repair(1, "counter-a", "done"));
            assertThat(total(views, "a")).isEqualTo(6L);
            assertThat(total(views, "b")).isEqualTo(77L);
            views.projections().repair("counter", StreamName.of("counter-b"));
            assertThat(views.row("counter", "b").row().orElseThrow().get("total")).isEqualTo(6L);
            assertThat(views.row("counter", "a").row().orElseThrow().get("total")).isEqualTo(77L);
            await(views, append("counter-a", Counters.added(1)));
            assertThat(total(views, "a")).isEqualTo(7L);
        }
    }

    private void damage(ViewEngine views, String view, String statement) throws Exception {
        Build build = views.projections().find(view).orElseThrow().builds().getLast();
        String name = (view.equals("counter") ? "state_counter" : view) + "_" + build.fingerprint();
        Database opened = Database.at(database);
        try (Connection connection = opened.writer()) {
            String sql = statement.formatted(Names.quote(name + "_" + build.number()));
            assertThat(
                            opened.write(
                                    connection,
                                    () -> {
                                        Database.execute(connection, sql);
                                        return true;
                                    }))
                    .isTrue();
        }
    }

    @Test
    void aRepairThatDoesNotWorkChangesNothingAndSaysWhy() throws Exception {
        append("counter-a", Counters.added(5));
        append("counter-a", NewEvent.json("broken", "0"));
        Position last = append("counter-a", Counters.added(1));
        ViewOptions skipping = ViewOptions.DEFAULT.with(WhenPoisoned.SKIP);
        try (ViewEngine views = open(skipping, new Counters.CounterView())) {
            await(views, last);
            ProjectionStatus status =
                    views.projections().repair("counters", StreamName.of("counter-a"));
            assertThat(status.repairs())
                    .containsExactly(new Repair(1, "counter-a", "it is broken"));
            assertThat(total(views, "a")).isEqualTo(6L);
            await(views, append("counter-a", Counters.added(1)));
            assertThat(total(views, "a")).isEqualTo(7L);
        }
    }

    @Test
    void ofTwoInstancesOneRunsEachViewAndTheOtherTakesOver() throws Exception {
        append("counter-a", Counters.added(1));
        ViewEngine first = open(new Counters.CounterView());
        await(first, new Position(0));
        try (ViewEngine second = open(new Counters.CounterView())) {
            for (int i = 0; i < 20; i++) {
                Position last = append("counter-a", Counters.added(1));
                await(first, last);
                await(second, last);
                assertThat(total(second, "a")).isEqualTo(2L + i);
            }
            first.close();
            Position last = append("counter-a", Counters.added(1));
            await(second, last);
            assertThat(total(second, "a")).isEqualTo(22L);
        } finally {
            first.close();
        }
    }

    @Test
    void anInstanceWithOldCodeKeepsItsRowsLiveWhileAnotherBuilds() throws Exception {
        append("counter-a", Counters.added(5));
        CompletableFuture<Void> gate = new CompletableFuture<>();
        try (ViewEngine old = open(new Counters.CounterView())) {
            await(old, new Position(0));
            try (ViewEngine next = open(new Doubled(gate))) {
                Position last = append("counter-a", Counters.added(1));
                await(old, last);
                await(next, last);
                assertThat(total(next, "a")).isEqualTo(6L);
                gate.complete(null);
                eventually(() -> roles(next).equals(List.of("previous", "serving")));
                assertThat(total(old, "a")).isEqualTo(12L);
                await(old, append("counter-a", Counters.added(1)));
                assertThat(total(old, "a")).isEqualTo(14L);
            }
        }
    }

    @Test
    void unknownViewsAreNamed() {
        try (ViewEngine views = open(new Counters.CounterView())) {
            assertThat(views.projections().find("nothing")).isEmpty();
            assertThatThrownBy(() -> views.projections().rebuild("nothing"))
                    .hasMessage("no view \"nothing\"; there are: counter, counters");
        }
    }
}
