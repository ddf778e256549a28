package io.stele.sql;

import io.stele.model.UnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs queries on a few platform threads. SQLite's calls are native, and a virtual thread inside
/// one holds its carrier: a slow query would stop all others of the process.
final class ReadPool implements AutoCloseable {

    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final Database database;
    private final ExecutorService threads;

    /// One for each thread at most; a thread takes any of them for the time of a query.
    private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();

    ReadPool(Database database) {
        this.database = database;
        this.threads =
                Executors.newFixedThreadPool(
                        THREADS, Thread.ofPlatform().name("view-query-", 0).daemon().factory());
    }

    /// What a query does; everything it reads is of one moment.
    interface Query<T> {
        T run(Connection connection) throws SQLException;
    }

    /// @throws RuntimeException what the query threw
    <T> T read(Query<T> query) {
        Future<T> answer = threads.submit(() -> answer(query));
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a query failed", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// A connection that was idle may be broken, and tables may have been dropped since it was asked
    /// which serve: then it is tried once more.
    private <T> T answer(Query<T> query) throws SQLException {
        Connection taken = idle.poll();
        try {
            try {
                return answer(taken == null ? database.reader() : taken, query);
            } catch (SQLException e) {
                if (SqlFailure.isTransient(e) || SqlFailure.isOfMissingTable(e)) {
                    return answer(database.reader(), query);
                }
                throw e;
            }
        } catch (SQLException e) {
            if (SqlFailure.isTransient(e)) {
                throw new UnavailableException(
                        "the database of the views does not answer: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    private <T> T answer(Connection connection, Query<T> query) throws SQLException {
        boolean sound = false;
        try {
            T answer = database.read(connection, () -> query.run(connection));
            sound = true;
            return answer;
        } catch (RuntimeException e) {
            sound = true; // said about the query, not about the connection
            throw e;
        } finally {
            if (sound) {
                idle.add(connection);
            } else {
                connection.close();
            }
        }
    }

    @Override
    public void close() {
        threads.close();
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            try {
                connection.close();
            } catch (SQLException e) {
                System.getLogger(ReadPool.class.getName())
                        .log(System.Logger.Level.DEBUG, "closing failed", e);
            }
        }
    }
}
