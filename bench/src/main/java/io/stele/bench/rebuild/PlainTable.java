package io.stele.bench.rebuild;

import io.stele.example.bank.AccountEvent;
import io.stele.example.bank.AccountEvent.AccountClosed;
import io.stele.example.bank.AccountEvent.AccountOpened;
import io.stele.example.bank.AccountEvent.MoneyDeposited;
import io.stele.example.bank.AccountEvent.MoneyWithdrawn;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.sdk.EventCodec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/// The table of accounts as one writes it by hand: a loop over the log, a prepared statement for
/// each event, a transaction for every few hundred; with PostgreSQL also as a batch of statements.
final class PlainTable {

    private static final int EVENTS_PER_TRANSACTION = 500;
    private static final EventCodec<AccountEvent> CODEC = EventCodec.of(AccountEvent.class);

    private static final String UPSERT =
            """
            INSERT INTO accounts (id, owner, balance, revision) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET balance = accounts.balance + excluded.balance,
              revision = excluded.revision\
            """;

    private PlainTable() {}

    /// @param url of a database without such a table
    /// @return how many events it took
    static long build(EventStore store, String url) throws SQLException {
        boolean sqlite = url.startsWith("jdbc:sqlite:");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            if (sqlite) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = NORMAL");
            } else {
                statement.execute("SET synchronous_commit = off");
            }
            statement.execute(
                    "CREATE TABLE accounts (id TEXT PRIMARY KEY, owner TEXT, balance BIGINT,"
                            + " revision BIGINT)"
                            + (sqlite ? " WITHOUT ROWID" : ""));
            statement.execute("CREATE INDEX balances ON accounts (balance)");
            connection.setAutoCommit(false);
            return fill(store, connection, sqlite);
        }
    }

    private static long fill(EventStore store, Connection connection, boolean oneByOne)
            throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT);
                EventCursor events =
                        store.read(
                                ReadLog.all().matching(EventFilter.category(BankLog.CATEGORY)))) {
            long count = 0;
            while (events.hasNext()) {
                bind(events.next(), upsert);
                if (oneByOne) {
                    upsert.executeUpdate();
                } else {
                    upsert.addBatch();
                }
                count++;
                if (count % EVENTS_PER_TRANSACTION == 0) {
                    commit(connection, upsert);
                }
            }
            commit(connection, upsert);
            return count;
        }
    }

    private static void commit(Connection connection, PreparedStatement upsert)
            throws SQLException {
        int[] _ = upsert.executeBatch(); // of none, where they were executed one by one
        connection.commit();
    }

    private static void bind(RecordedEvent event, PreparedStatement upsert) throws SQLException {
        String owner = "";
        long change =
                switch (CODEC.decode(event)) {
                    case AccountOpened opened -> {
                        owner = opened.owner();
                        yield 0;
                    }
                    case MoneyDeposited in -> in.amount();
                    case MoneyWithdrawn out -> -out.amount();
                    case AccountClosed closed -> 0;
                };
        upsert.setString(1, event.stream().id());
        upsert.setString(2, owner);
        upsert.setLong(3, change);
        upsert.setLong(4, event.revision().value());
    }
}
