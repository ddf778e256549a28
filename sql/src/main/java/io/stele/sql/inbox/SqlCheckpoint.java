package io.stele.sql.inbox;

import io.stele.model.Checkpoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// How far a reader of the whole log has got, in its own database: for who follows a subscription
/// alone, where [Inbox] is for the members of a group.
///
/// ```java
/// Checkpoint at = checkpoint.read(connection);
/// … // the effects of the events from `at` up to `to`, with the same connection
/// checkpoint.advance(connection, at, to);
/// connection.commit();
/// ```
///
/// The table `stele_checkpoint` has one row for each reader. Immutable; the connection is the
/// caller's.
public final class SqlCheckpoint {

    private static final String CREATE =
            """
            CREATE TABLE IF NOT EXISTS stele_checkpoint (
                reader VARCHAR(100) NOT NULL PRIMARY KEY,
                next BIGINT NOT NULL
            )
            """;
    private static final String READ = "SELECT next FROM stele_checkpoint WHERE reader = ?";
    private static final String FIRST =
            "INSERT INTO stele_checkpoint (reader, next) VALUES (?, 0) ON CONFLICT DO NOTHING";
    private static final String ADVANCE =
            "UPDATE stele_checkpoint SET next = ? WHERE reader = ? AND next = ?";

    private final String reader;

    private SqlCheckpoint(String reader) {
        this.reader = reader;
    }

    /// @param reader at most 100 characters
    public static SqlCheckpoint of(String reader) {
        if (reader.isBlank() || reader.length() > 100) {
            throw new IllegalArgumentException(
                    "a reader's name has 1 to 100 characters, but is \"" + reader + "\"");
        }
        return new SqlCheckpoint(reader);
    }

    /// Makes the table where it is not there. Once, when the reader starts.
    public static void createTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
    }

    /// Where it goes on; the start for a reader that has finished nothing.
    public Checkpoint read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, reader);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? new Checkpoint(rows.getLong(1)) : Checkpoint.START;
            }
        }
    }

    /// Moves on.
    ///
    /// @param connection in the transaction that the effects are part of
    /// @param from where the reader stood before
    /// @throws IllegalStateException when it does not stand there any longer: there is another one of
    ///     this name. Roll back
    public void advance(Connection connection, Checkpoint from, Checkpoint to) throws SQLException {
        if (from.equals(Checkpoint.START)) {
            try (PreparedStatement statement = connection.prepareStatement(FIRST)) {
                statement.setString(1, reader);
                statement.executeUpdate();
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            statement.setLong(1, to.next());
            statement.setString(2, reader);
            statement.setLong(3, from.next());
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException(
                        "reader %s does not stand at %d: another one of this name moved it on"
                                .formatted(reader, from.next()));
            }
        }
    }
}
