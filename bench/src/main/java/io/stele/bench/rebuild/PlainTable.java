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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/// The table of accounts as one writes it by hand: a loop over the log, a prepared statement for
/// each event, a transaction for every few hundred.
final class PlainTable {

    private static final int EVENTS_PER_TRANSACTION = 500;
    private static final EventCodec<AccountEvent> CODEC = EventCodec.of(AccountEvent.class);

    private static final String UPSERT =
            """
            INSERT INTO accounts (id, owner, balance, revision) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET balance = balance + excluded.balance,
              revision = excluded.revision\
            """;

    private PlainTable() {}

    /// @param file of the database; new
    /// @return how many events it took
    static long build(EventStore store, Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = NORMAL");
            statement.execute(
                    "CREATE TABLE accounts (id TEXT PRIMARY KEY, owner TEXT, balance INTEGER,"
                            + " revision INTEGER) STRICT, WITHOUT ROWID");
            statement.execute("CREATE INDEX balances ON accounts (balance)");
            connection.setAutoCommit(false);
            try (PreparedStatement upsert = connection.prepareStatement(UPSERT);
                    EventCursor events =
                            store.read(
                                    ReadLog.all()
                                            .matching(EventFilter.category(BankLog.CATEGORY)))) {
                long count = 0;
                while (events.hasNext()) {
                    apply(events.next(), upsert);
                    count++;
                    if (count % EVENTS_PER_TRANSACTION == 0) {
                        connection.commit();
                    }
                }
                connection.commit();
                return count;
            }
        }
    }

    private static void apply(RecordedEvent event, PreparedStatement upsert) throws SQLException {
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
        upsert.executeUpdate();
    }
}
