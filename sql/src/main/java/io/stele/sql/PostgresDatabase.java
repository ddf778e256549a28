package io.stele.sql;

import io.stele.sdk.view.ViewDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/// A PostgreSQL database; the tables are in the first schema of its search path. Several instances
/// of a service may share it.
final class PostgresDatabase extends Database {

    static final String SCHEME = "jdbc:postgresql:";

    /// An answer that takes this long comes from a server that is not there any more.
    private static final int WRITER_SECONDS_MAX = 600; // an index of a large table takes a while

    private static final int READER_SECONDS_MAX = 60;

    /// Any number, the same in all versions of this code.
    private static final long LOCK_OF_CATALOGUE = 0x57E1E_C474L;

    private final ViewDatabase where;

    PostgresDatabase(ViewDatabase where) {
        this.where = where;
    }

    @Override
    Dialect dialect() {
        return new PostgresDialect();
    }

    @Override
    Connection writer() throws SQLException {
        Connection connection = connect(WRITER_SECONDS_MAX);
        try {
            execute(connection, "SET synchronous_commit = off");
            execute(connection, "SET tcp_keepalives_idle = 5"); // so that it notices who is gone
            execute(connection, "SET tcp_keepalives_interval = 2");
            execute(connection, "SET tcp_keepalives_count = 3");
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    Connection reader() throws SQLException {
        Connection connection = connect(READER_SECONDS_MAX);
        try {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Connection connect(int secondsMax) throws SQLException {
        Properties properties = new Properties();
        where.user().ifPresent(user -> properties.setProperty("user", user));
        where.secret().ifPresent(secret -> properties.setProperty("password", secret));
        setUnlessGiven(properties, "ApplicationName", "stele-views");
        setUnlessGiven(properties, "connectTimeout", "10");
        setUnlessGiven(properties, "socketTimeout", Integer.toString(secondsMax));
        setUnlessGiven(properties, "tcpKeepAlive", "true");
        return DriverManager.getConnection(where.url(), properties);
    }

    private void setUnlessGiven(Properties properties, String name, String value) {
        if (!where.url().contains(name + "=")) {
            properties.setProperty(name, value);
        }
    }

    @Override
    <T> T write(Connection writer, Work<T> work) throws SQLException {
        boolean done = false;
        try {
            T result = work.run();
            writer.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                rollback(writer);
            }
        }
    }

    @Override
    <T> T writeAlone(Connection writer, Work<T> work) throws SQLException {
        return write(
                writer,
                () -> {
                    execute(writer, "SET LOCAL synchronous_commit = on");
                    execute(
                            writer,
                            "SELECT pg_advisory_xact_lock(hashtextextended(current_schema(), "
                                    + LOCK_OF_CATALOGUE
                                    + "))");
                    return work.run();
                });
    }

    /// A lock of the session, so the server gives it back when the connection is gone.
    @Override
    Optional<Lease> tryLease(Connection writer, Generation generation) throws SQLException {
        boolean taken =
                write(
                        writer,
                        () -> {
                            try (PreparedStatement lock =
                                            Catalogue.bound(
                                                    writer,
                                                    "SELECT pg_try_advisory_lock(hashtextextended("
                                                            + "current_schema(), ?))",
                                                    leaseNumber(generation));
                                    ResultSet answer = lock.executeQuery()) {
                                return answer.next() && answer.getBoolean(1);
                            }
                        });
        return taken ? Optional.of(() -> {}) : Optional.empty();
    }

    @Override
    <T> T read(Connection reader, Work<T> work) throws SQLException {
        try {
            return work.run();
        } finally {
            rollback(reader);
        }
    }

    /// What made it necessary matters more than whether it works: a connection that cannot roll
    /// back has nothing committed either.
    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            System.getLogger(PostgresDatabase.class.getName())
                    .log(System.Logger.Level.DEBUG, "rollback failed", e);
        }
    }

    @Override
    public String toString() {
        return where.toString();
    }
}
