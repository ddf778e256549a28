package io.stele.sql;

import io.stele.sdk.view.ViewDatabase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// The database of a service's views. A transaction of a batch is not waited for until it is on
/// disk, because what a power cut takes is taken together with its checkpoint and applied again.
abstract sealed class Database permits SqliteDatabase, PostgresDatabase {

    /// What a transaction does.
    interface Work<T> {
        T run() throws SQLException;
    }

    /// @throws IllegalArgumentException when it is of a kind that is not known
    static Database at(ViewDatabase where) {
        if (where.url().startsWith(PostgresDatabase.SCHEME)) {
            return new PostgresDatabase(where);
        }
        return SqliteDatabase.at(where.url());
    }

    abstract Dialect dialect();

    /// A connection for [#write].
    abstract Connection writer() throws SQLException;

    /// A connection that cannot write.
    abstract Connection reader() throws SQLException;

    /// Runs `work` in a transaction and commits. When it throws, nothing is written.
    abstract <T> T write(Connection writer, Work<T> work) throws SQLException;

    /// Runs `work`, which changes what other instances of the service rely on, in a transaction that
    /// waits until those are through with theirs, and commits durably.
    abstract <T> T writeAlone(Connection writer, Work<T> work) throws SQLException;

    /// Takes the lease of a generation.
    ///
    /// @param writer the connection that writes under it; the lease does not outlive it
    /// @return empty when somebody has it
    abstract Optional<Lease> tryLease(Connection writer, Generation generation) throws SQLException;

    /// A number that stands for a generation.
    static long leaseNumber(Generation generation) {
        try {
            String name = generation.view() + "/" + generation.number();
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong() >>> 2; // a place in a file
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Runs `work` on one moment's content of the database.
    abstract <T> T read(Connection reader, Work<T> work) throws SQLException;

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// What may be shown to people and logs: no password.
    @Override
    public abstract String toString();
}
