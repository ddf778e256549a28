package io.stele.sql;

import io.stele.model.Bytes;
import io.stele.model.BytesPatch;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.Snapshot;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamName;
import io.stele.model.UnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Snapshots in a table of a database, a row for each stream. A large state that is much like the one
/// before is kept as a patch beside it, so that what is written is what has changed.
///
/// Uses one connection, and opens another when that one has failed: a database that is away makes
/// [#save] and [#load] throw [UnavailableException], and is used again once it is there.
public final class SqlSnapshotStore implements SnapshotStore, AutoCloseable {

    private static final int PATCH_FROM_BYTES = 16 << 10;
    private static final int MUCH_SMALLER = 4; // times

    private static final String LOAD =
            "SELECT fingerprint, revision, log_position, recorded_at, base, patch"
                    + " FROM stele_snapshots WHERE stream = ?";

    private static final String SAVE =
            """
            INSERT INTO stele_snapshots
              (fingerprint, revision, log_position, recorded_at, base, patch, stream)
            VALUES (?, ?, ?, ?, ?, NULL, ?)
            ON CONFLICT (stream) DO UPDATE SET
              fingerprint = excluded.fingerprint, revision = excluded.revision,
              log_position = excluded.log_position, recorded_at = excluded.recorded_at,
              base = excluded.base, patch = NULL\
            """;

    private static final String SAVE_PATCH =
            "UPDATE stele_snapshots SET fingerprint = ?, revision = ?, log_position = ?,"
                    + " recorded_at = ?, patch = ? WHERE stream = ?";

    private final String url;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Connection connection;
    private boolean closed;

    private SqlSnapshotStore(String url) {
        this.url = url;
    }

    /// @param url of a SQLite file (`jdbc:sqlite:FILE`) or of a database on PostgreSQL, whose driver
    ///     has to be on the class path; the table is made when it is not there
    /// @throws UnavailableException when the database cannot be reached
    public static SqlSnapshotStore open(String url) {
        SqlSnapshotStore store = new SqlSnapshotStore(url);
        store.ask(connection -> true);
        return store;
    }

    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /// A row as it is.
    private record Row(
            String fingerprint,
            long revision,
            long position,
            long recordedAtMicros,
            Bytes base,
            Optional<Bytes> patch) {

        Snapshot snapshot(StreamName stream) {
            return new Snapshot(
                    stream,
                    fingerprint,
                    Revision.of(revision),
                    Position.of(position),
                    recordedAtMicros,
                    patch.map(p -> BytesPatch.apply(base, p)).orElse(base));
        }
    }

    @Override
    public Optional<Snapshot> load(StreamName stream, String fingerprint) {
        Optional<Row> row = ask(connection -> row(connection, stream));
        try {
            return row.filter(found -> found.fingerprint().equals(fingerprint))
                    .map(found -> found.snapshot(stream));
        } catch (IllegalArgumentException e) {
            System.getLogger(SqlSnapshotStore.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "the snapshot of {0} cannot be used and is left out: {1}",
                            stream,
                            e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Row> row(Connection connection, StreamName stream) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOAD)) {
            select.setString(1, stream.value());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row(row)) : Optional.empty();
            }
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        byte[] base = row.getBytes(5);
        return new Row(
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                base == null ? Bytes.EMPTY : Bytes.wrap(base),
                Optional.ofNullable(row.getBytes(6)).map(Bytes::wrap));
    }

    @Override
    public void save(Snapshot snapshot) {
        boolean saved =
                ask(connection -> {
                    Optional<Bytes> patch = patch(connection, snapshot);
                    String sql = patch.isPresent() ? SAVE_PATCH : SAVE;
                    try (PreparedStatement save = connection.prepareStatement(sql)) {
                        save.setString(1, snapshot.fingerprint());
                        save.setLong(2, snapshot.revision().value());
                        save.setLong(3, snapshot.position().value());
                        save.setLong(4, snapshot.recordedAtMicros());
                        save.setBytes(5, patch.orElse(snapshot.state()).toByteArray());
                        save.setString(6, snapshot.stream().value());
                        return save.executeUpdate() == 1;
                    }
                });
        if (!saved) {
            throw new UnavailableException(
                    "the snapshot of " + snapshot.stream() + " was not kept: its row is gone");
        }
    }

    private static Optional<Bytes> patch(Connection connection, Snapshot snapshot)
            throws SQLException {
        if (snapshot.state().size() < PATCH_FROM_BYTES) {
            return Optional.empty();
        }
        return row(connection, snapshot.stream())
                .filter(row -> row.fingerprint().equals(snapshot.fingerprint()))
                .map(row -> BytesPatch.of(row.base(), snapshot.state()))
                .filter(patch -> patch.size() <= snapshot.state().size() / MUCH_SMALLER);
    }

    private <T> T ask(Work<T> work) {
        turn.lock();
        try {
            return work.run(connected());
        } catch (SQLException e) {
            disconnect();
            throw new UnavailableException("the snapshots in " + url + ": " + e.getMessage(), e);
        } finally {
            turn.unlock();
        }
    }

    private Connection connected() throws SQLException {
        if (closed) {
            throw new SQLException("the store of snapshots is closed");
        }
        Connection open = connection;
        if (open == null) {
            open = DriverManager.getConnection(url);
            connection = open;
            create(open);
        }
        return open;
    }

    private void create(Connection open) throws SQLException {
        boolean sqlite = url.startsWith("jdbc:sqlite:");
        String bytes = sqlite ? "BLOB" : "BYTEA";
        try (Statement statement = open.createStatement()) {
            if (sqlite) {
                statement.execute("PRAGMA busy_timeout = 10000");
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = OFF"); // may be gone after a power cut
            }
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS stele_snapshots (stream TEXT PRIMARY KEY,"
                            + " fingerprint TEXT NOT NULL, revision BIGINT NOT NULL,"
                            + " log_position BIGINT NOT NULL, recorded_at BIGINT NOT NULL, base "
                            + bytes
                            + ", patch "
                            + bytes
                            + ")");
        }
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                System.getLogger(SqlSnapshotStore.class.getName())
                        .log(System.Logger.Level.DEBUG, "closing failed", e);
            }
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            disconnect();
        } finally {
            turn.unlock();
        }
    }
}
