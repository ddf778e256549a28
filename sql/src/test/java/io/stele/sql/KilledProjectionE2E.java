package io.stele.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Position;
import io.stele.sdk.view.ViewDatabase;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewState;
import io.stele.testkit.PrivatePostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The process that applies events is killed, or the database is, at random points: what is in the
/// tables is always what a fresh rebuild makes of the log up to the checkpoint.
/// `-Dstele.viewKills=1000` says how often; nightly.
@Timeout(value = 3, unit = TimeUnit.HOURS)
class KilledProjectionE2E {

    private static final int KILLS = Integer.getInteger("stele.viewKills", 3);
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tablesAreThoseOfAFreshRebuildWhereverTheProcessIsKilled(TestDatabase kind)
            throws Exception {
        ViewDatabase database = kind.in(directory);
        TableHashes hashes = new TableHashes(directory);
        long seed = Long.getLong("stele.seed", System.nanoTime());
        System.out.println("kills of the process, -Dstele.seed=" + seed);
        Random random = new Random(seed);
        int builds = 0;
        for (int i = 0; i < KILLS; i++) {
            Process victim = victim(database);
            try {
                awaitRunning(victim);
                Thread.sleep(random.nextInt(800));
            } finally {
                victim.destroyForcibly().waitFor();
            }
            builds += hashes.check(database);
        }
        assertThat(builds).isGreaterThanOrEqualTo(3 * KILLS);
        finishAndCheck(database, hashes);
    }

    private static void finishAndCheck(ViewDatabase database, TableHashes hashes) throws Exception {
        try (InMemoryEventStore store = KnownLog.make(KnownLog.EVENTS);
                ViewEngine views = Counters.open(store, database, KnownLog.views())) {
            for (String view : KnownLog.viewNames()) {
                Position last = new Position(KnownLog.EVENTS - 1);
                assertThat(views.awaitApplied(view, last, LONG).covers(last)).isTrue();
            }
        }
        assertThat(hashes.check(database)).isGreaterThanOrEqualTo(3);
    }

    private static Process victim(ViewDatabase database) throws IOException {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        classPath,
                        ProjectionVictim.class.getName(),
                        database.url())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void awaitRunning(Process victim) throws IOException {
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).isEqualTo("running");
    }

    @Test
    void tablesAreThoseOfAFreshRebuildWhereverPostgresIsKilledAndViewsGoOn() throws Exception {
        PrivatePostgres.missing().ifPresent(why -> assumeTrue(false, why));
        long seed = Long.getLong("stele.seed", System.nanoTime());
        System.out.println("kills of PostgreSQL, -Dstele.seed=" + seed);
        Random random = new Random(seed);
        TableHashes hashes = new TableHashes(directory);
        AtomicBoolean over = new AtomicBoolean();
        try (PrivatePostgres postgres = PrivatePostgres.start();
                InMemoryEventStore store = KnownLog.make(KnownLog.EVENTS)) {
            ViewDatabase database = ViewDatabase.at(postgres.newSchema());
            try (ViewEngine views = Counters.open(store, database, KnownLog.views())) {
                Thread builder = Thread.ofPlatform().start(() -> buildUntil(over, views));
                for (int i = 0; i < KILLS; i++) {
                    Thread.sleep(random.nextInt(600));
                    postgres.kill();
                    postgres.restart();
                    assertThat(hashes.check(database)).isGreaterThanOrEqualTo(3);
                }
                over.set(true);
                builder.join();
                for (String view : KnownLog.viewNames()) {
                    Position last = new Position(KnownLog.EVENTS - 1);
                    assertThat(views.awaitApplied(view, last, LONG).covers(last)).isTrue();
                    assertThat(views.describe(view).orElseThrow().progress().state())
                            .isNotEqualTo(ViewState.FAILED);
                }
            }
            finishAndCheck(database, hashes);
        }
    }

    private static void buildUntil(AtomicBoolean over, ViewEngine views) {
        while (!over.get()) {
            try {
                ProjectionVictim.buildAgain(views);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // the database is away
            }
        }
    }

    /// As if the checkpoint were written in a transaction of its own and the process killed between.
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aCheckpointOutsideTheTransactionWouldShow(TestDatabase kind) throws Exception {
        ViewDatabase where = kind.in(directory);
        TableHashes hashes = new TableHashes(directory);
        finishAndCheck(where, hashes);
        Database database = Database.at(where);
        try (Connection connection = database.writer()) {
            int moved =
                    database.write(
                            connection,
                            () ->
                                    Catalogue.update(
                                            connection,
                                            "UPDATE stele_view_builds SET checkpoint ="
                                                    + " checkpoint - 1, last_event_id = NULL"));
            assertThat(moved).isEqualTo(3);
        }
        assertThat(differs(hashes, where)).as("seen at once").isTrue();
        assertThatThrownBy(() -> finishAndCheck(where, hashes))
                .as("and when the view has gone on")
                .isInstanceOf(AssertionError.class);
    }

    private static boolean differs(TableHashes hashes, ViewDatabase database) {
        try {
            int same = hashes.check(database);
            return same < 0;
        } catch (AssertionError e) {
            return true;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
