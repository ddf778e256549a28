package io.stele.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// The SQLite file of a service's views: write-ahead log, so that readers and the writer do not wait
/// for each other; not synced at every commit, because what a power cut takes is taken together with
/// its checkpoint and applied again. Why SQLite: docs/adr/2026-11-23-read-model-database.md.
final class Database {

    private static final String SCHEME = "jdbc:sqlite:";
    private static final int BUSY_MILLIS = 10_000;
    private static final int WRITER_CACHE_KIB = 16 * 1024;

    /// SQLite takes one writer at a time and lets others poll for their turn; this makes them
    /// queue.
    private final ReentrantLock writing = new ReentrantLock(true);

    private final String url;

    private Database(String url) {
        this.url = url;
    }

    /// What a transaction does.
    interface Work<T> {
        T run() throws SQLException;
    }

    /// @throws IllegalArgumentException when the URL does not name a SQLite file
    static Database at(String url) {
        String file = url.startsWith(SCHEME) ? url.substring(SCHEME.length()) : "";
        if (file.isEmpty() || file.startsWith(":") || file.startsWith("file:")) {
            throw new IllegalArgumentException(
                    "the database of the views must be jdbc:sqlite:FILE, but is \"" + url + "\"");
        }
        try {
            Path directory = Path.of(file).toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot make the directory of " + file, e);
        }
        return new Database(url);
    }

    /// A connection for [#write].
    Connection writer() throws SQLException {
        SQLiteConfig config = config();
        config.setCacheSize(-WRITER_CACHE_KIB);
        return config.createConnection(url);
    }

    /// A connection that cannot write.
    Connection reader() throws SQLException {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        return config.createConnection(url);
    }

    /// Runs `work` in a transaction and commits. When it throws, nothing is written.
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

    /// Runs `work` on one moment's content of the database.
    static <T> T read(Connection reader, Work<T> work) throws SQLException {
        execute(reader, "BEGIN");
        try {
            return work.run();
        } finally {
            rollback(reader);
        }
    }

    /// Transactions are begun and ended in SQL: the driver, left to itself, begins the next one
    /// with each commit, and would hold the write lock from then on.
    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// What made it necessary matters more than whether it works: a connection that cannot roll
    /// back has nothing committed either.
    private static void rollback(Connection connection) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            System.getLogger(Database.class.getName())
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
