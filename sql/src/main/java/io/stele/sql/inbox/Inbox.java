package io.stele.sql.inbox;

import io.stele.model.RecordedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/// How far a consumer has got in each stream, in its own database. Whoever asks for an event within
/// the transaction in which its effect is written gets each event once in effect, however often it
/// is delivered:
///
/// ```java
/// if (inbox.take(connection, event)) {
///     … // the effect, with the same connection
/// }
/// connection.commit();
/// ```
///
/// It holds for consumers that get the events of a stream in order, as the members of a consumer
/// group do. An event that was skipped, and comes after later ones of its stream, counts as taken.
///
/// The table `stele_inbox` has one row for each consumer and stream. Immutable; the connection is the
/// caller's, who begins and ends its transactions.
public final class Inbox {

    private static final String CREATE =
            """
            CREATE TABLE IF NOT EXISTS stele_inbox (
                consumer VARCHAR(100) NOT NULL,
                stream VARCHAR(256) NOT NULL,
                revision BIGINT NOT NULL,
                PRIMARY KEY (consumer, stream)
            )
            """;

    /// Two transactions at the same event: the second one waits at the row for the end of the first,
    /// and then finds the revision there.
    private static final String TAKE =
            """
            INSERT INTO stele_inbox (consumer, stream, revision) VALUES (?, ?, ?)
            ON CONFLICT (consumer, stream) DO UPDATE SET revision = excluded.revision
            WHERE stele_inbox.revision < excluded.revision
            """;

    private final String consumer;

    private Inbox(String consumer) {
        this.consumer = consumer;
    }

    /// @param consumer of which there may be several in one database, such as the name of its group;
    ///     at most 100 characters
    public static Inbox of(String consumer) {
        Objects.requireNonNull(consumer, "consumer");
        if (consumer.isBlank() || consumer.length() > 100) {
            throw new IllegalArgumentException(
                    "a consumer's name has 1 to 100 characters, but is \"" + consumer + "\"");
        }
        return new Inbox(consumer);
    }

    /// Makes the table where it is not there. Once, when the consumer starts.
    public static void createTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
    }

    /// Takes an event, if it is new.
    ///
    /// @param connection in the transaction that the effect will be part of
    /// @return false when it was taken before, and its effect is there
    public boolean take(Connection connection, RecordedEvent event) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
            statement.setString(1, consumer);
            statement.setString(2, event.stream().value());
            statement.setLong(3, event.revision().value());
            return statement.executeUpdate() == 1;
        }
    }
}
