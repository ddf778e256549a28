package io.stele.sql.inbox;

import io.stele.groups.Delivery;
import io.stele.groups.GroupHandler;
import io.stele.groups.Outcome;
import io.stele.model.RecordedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/// Handles the events of a consumer group in SQL, each once in effect: the effect, and that the event
/// was taken, are one transaction of the consumer's own database.
///
/// ```java
/// GroupConsumer.start(groups, name, 16,
///         TransactionalHandler.of("notifications", database::getConnection, (connection, event) -> …));
/// ```
///
/// For any number of threads, each with a connection of its own.
public final class TransactionalHandler implements GroupHandler {

    /// Where connections come from: `dataSource::getConnection`.
    @FunctionalInterface
    public interface Connections {
        Connection open() throws SQLException;
    }

    /// The effect of an event.
    @FunctionalInterface
    public interface Work {

        /// Must neither commit nor roll back. What it does elsewhere, such as sending a mail, is not
        /// part of the transaction and happens at least once.
        ///
        /// @throws Exception rolls back, and the event comes again
        void handle(Connection connection, RecordedEvent event) throws Exception;
    }

    private final Inbox inbox;
    private final Connections connections;
    private final Work work;

    private TransactionalHandler(Inbox inbox, Connections connections, Work work) {
        this.inbox = inbox;
        this.connections = connections;
        this.work = work;
    }

    /// Makes the table of the [Inbox] where it is not there.
    ///
    /// @param consumer as for [Inbox#of]
    /// @param connections one is opened for each event, and closed behind it
    public static TransactionalHandler of(String consumer, Connections connections, Work work)
            throws SQLException {
        Objects.requireNonNull(work, "work");
        try (Connection connection = connections.open()) {
            Inbox.createTable(connection);
        }
        return new TransactionalHandler(Inbox.of(consumer), connections, work);
    }

    @Override
    public Outcome handle(Delivery delivery) throws Exception {
        try (Connection connection = connections.open()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                if (inbox.take(connection, delivery.event())) {
                    work.handle(connection, delivery.event());
                }
                connection.commit();
                done = true;
                return Outcome.ACK;
            } finally {
                if (!done) {
                    connection.rollback();
                }
            }
        }
    }
}
