package io.stele.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// A SQLite file: write-ahead log, so that readers and the writer do not wait for each other; not
/// synced at every commit. Why SQLite: docs/adr/2026-11-23-read-model-database.md.
final class SqliteDatabase extends Database {

    private static final String SCHEME = "jdbc:sqlite:";
    private static final int BUSY_MILLIS = 10_000;
    private static final int WRITER_CACHE_KIB = 16 * 1024;

    /// SQLite takes one writer at a time and lets others poll for their turn; this makes them
    /// queue.
    private final ReentrantLock writing = new ReentrantLock(true);

    private final String url;

    private final FileLeases leases;

    private SqliteDatabase(String url, Path file) {
        this.url = url;
        this.leases = FileLeases.on(Path.of(file + "-leases"));
    }

    /// @throws IllegalArgumentException when the URL does not name a SQLite file
    static SqliteDatabase at(String url) {
        String file = url.startsWith(SCHEME) ? url.substring(SCHEME.length()) : "";
        if (file.isEmpty() || file.startsWith(":") || file.startsWith("file:")) {
            throw new IllegalArgumentException(
                    "the database of the views must be jdbc:sqlite:FILE or"
                            + " jdbc:postgresql://HOST/DATABASE, but is \""
                            + url
                            + "\"");
        }
        try {
            Path directory = Path.of(file).toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot make the directory of " + file, e);
        }
        return new SqliteDatabase(url, Path.of(file));
    }

    @Override
    Dialect dialect() {
        return new SqliteDialect();
    }

    @Override
    Connection writer() throws SQLException {
        SQLiteConfig config = config();
        config.setCacheSize(-WRITER_CACHE_KIB);
        return config.createConnection(url);
    }

    @Override
    Connection reader() throws SQLException {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        return config.createConnection(url);
    }

    /// Transactions are begun and ended in SQL: the driver, left to itself, begins the next one
    /// with each commit, and would hold the write lock from then on.
    @Override
    <T> T write(Connection writer, Work<T> work) throws SQLException {
        writing.lock();
        try {
            execute(writer, "BEGIN IMMEDIATE");
            boolean done = false;
            try {
                T result = work.run();
                execute(writer, "COMMIT");
                done = true;
                return result;
            } finally {
                if (!done) {
                    rollback(writer);
                }
            }
        } finally {
            writing.unlock();
        }
    }

    @Override
    <T> T writeAlone(Connection writer, Work<T> work) throws SQLException {
        return write(writer, work); // which is alone anyway
    }

    @Override
    Optional<Lease> tryLease(Connection writer, Generation generation) throws SQLException {
        try {
            return leases.tryTake(leaseNumber(generation));
        } catch (IOException e) {
            throw new SQLException("no lease can be taken beside " + url + ": " + e, e);
        }
    }

    @Override
    <T> T read(Connection reader, Work<T> work) throws SQLException {
        execute(reader, "BEGIN");
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
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            System.getLogger(SqliteDatabase.class.getName())
                    .log(System.Logger.Level.DEBUG, "rollback failed", e);
        }
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setGetGeneratedKeys(false); // or the driver asks for one behind each insert
        return config;
    }

    @Override
    public String toString() {
        return url;
    }
}
