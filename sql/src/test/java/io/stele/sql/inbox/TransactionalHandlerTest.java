package io.stele.sql.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.groups.Delivery;
import io.stele.groups.Outcome;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Checkpoint;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionalHandlerTest {

    @TempDir Path directory;

    private final EventStore store = new InMemoryEventStore();
    private long lastDelivery;

    private Connection open() throws SQLException {
        Connection connection =
                DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("own.db"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 30000");
        }
        return connection;
    }

    @BeforeEach
    void table() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE seen (stream TEXT, revision INTEGER)");
        }
    }

    private static void note(Connection connection, RecordedEvent event) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO seen VALUES ('%s', %s)"
                            .formatted(event.stream(), event.revision()));
        }
    }

    private List<String> seen() throws SQLException {
        List<String> seen = new ArrayList<>();
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT stream, revision FROM seen")) {
            while (rows.next()) {
                seen.add(rows.getString(1) + "@" + rows.getLong(2));
            }
        }
        return seen;
    }

    private List<RecordedEvent> events(String... streams) {
        for (String stream : streams) {
            store.append(Append.to(stream, Expectation.ANY, NewEvent.json("Happened", "{}")));
        }
        return store.read(ReadLog.all()).toList();
    }

    private Delivery delivery(RecordedEvent event) {
        return new Delivery(++lastDelivery, "member", event, 1);
    }

    @Test
    void anEventThatComesAgainHasNoSecondEffect() throws Exception {
        TransactionalHandler handler =
                TransactionalHandler.of("test", this::open, TransactionalHandlerTest::note);
        for (RecordedEvent event : events("a-1", "a-2", "a-1", "a-1")) {
            assertThat(handler.handle(delivery(event))).isEqualTo(Outcome.ACK);
            assertThat(handler.handle(delivery(event))).isEqualTo(Outcome.ACK);
        }
        for (RecordedEvent event : store.read(ReadLog.all()).toList()) {
            handler.handle(delivery(event)); // the group was reset
        }
        assertThat(seen()).containsExactly("a-1@0", "a-2@0", "a-1@1", "a-1@2");
    }

    @Test
    void anEffectThatFailsLeavesNothing() throws Exception {
        List<String> tries = new ArrayList<>();
        TransactionalHandler handler =
                TransactionalHandler.of(
                        "test",
                        this::open,
                        (connection, event) -> {
                            note(connection, event);
                            tries.add("once more");
                            if (tries.size() == 1) {
                                throw new IllegalStateException("not today");
                            }
                        });
        Delivery delivery = delivery(events("a-1").getFirst());
        assertThatThrownBy(() -> handler.handle(delivery)).hasMessage("not today");
        assertThat(seen()).isEmpty();
        assertThat(handler.handle(delivery)).isEqualTo(Outcome.ACK);
        assertThat(seen()).containsExactly("a-1@0");
    }

    /// Two members may have the same event when one of them took too long for it.
    @Test
    void ofTwoAtOnceOneHasTheEffect() throws Exception {
        TransactionalHandler handler =
                TransactionalHandler.of("test", this::open, TransactionalHandlerTest::note);
        List<RecordedEvent> events = events("a-1", "a-2", "a-3", "a-4", "a-5");
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Outcome>> answers = new ArrayList<>();
            for (RecordedEvent event : events) {
                for (int i = 0; i < 4; i++) {
                    Delivery delivery = delivery(event);
                    answers.add(threads.submit(() -> handler.handle(delivery)));
                }
            }
            for (Future<Outcome> answer : answers) {
                assertThat(answer.get()).isEqualTo(Outcome.ACK);
            }
        }
        assertThat(seen()).containsExactlyInAnyOrder("a-1@0", "a-2@0", "a-3@0", "a-4@0", "a-5@0");
    }

    @Test
    void consumersOfOneDatabaseDoNotCountForEachOther() throws Exception {
        RecordedEvent event = events("a-1").getFirst();
        TransactionalHandler.of("one", this::open, TransactionalHandlerTest::note)
                .handle(delivery(event));
        TransactionalHandler.of("other", this::open, TransactionalHandlerTest::note)
                .handle(delivery(event));
        assertThat(seen()).containsExactly("a-1@0", "a-1@0");
    }

    @Test
    void aCheckpointMovesOnWithItsTransactionAndForOneReaderAlone() throws Exception {
        SqlCheckpoint checkpoint = SqlCheckpoint.of("reader");
        try (Connection connection = open()) {
            SqlCheckpoint.createTable(connection);
            assertThat(checkpoint.read(connection)).isEqualTo(Checkpoint.START);
            connection.setAutoCommit(false);
            checkpoint.advance(connection, Checkpoint.START, new Checkpoint(5));
            connection.rollback();
            assertThat(checkpoint.read(connection)).isEqualTo(Checkpoint.START);
            checkpoint.advance(connection, Checkpoint.START, new Checkpoint(7));
            connection.commit();
            assertThat(checkpoint.read(connection)).isEqualTo(new Checkpoint(7));
            assertThatThrownBy(() ->
                            checkpoint.advance(connection, Checkpoint.START, new Checkpoint(9)))
                    .hasMessageContaining("another one of this name");
            connection.rollback();
        }
    }
}
