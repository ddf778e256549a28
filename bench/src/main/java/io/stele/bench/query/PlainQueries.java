package io.stele.bench.query;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// The questions of [QueryBench] as one writes them by hand: prepared statements on as many
/// connections as there are processors.
final class PlainQueries implements AutoCloseable {

    private record Prepared(
            Connection connection,
            PreparedStatement byKey,
            PreparedStatement ascending,
            PreparedStatement descending) {

        static Prepared on(Connection connection, String table) throws SQLException {
            String page = "SELECT * FROM " + table + " WHERE balance >= ? ORDER BY balance";
            return new Prepared(
                    connection,
                    connection.prepareStatement("SELECT * FROM " + table + " WHERE id = ?"),
                    connection.prepareStatement(page + ", id LIMIT 20"),
                    connection.prepareStatement(page + " DESC, id DESC LIMIT 20"));
        }
    }

    private final BlockingQueue<Prepared> idle;
    private final List<Prepared> all;

    private PlainQueries(List<Prepared> all) {
        this.all = all;
        this.idle = new ArrayBlockingQueue<>(all.size(), true, all);
    }

    /// @param file of the view's database
    static PlainQueries open(Path file) throws SQLException {
        List<Prepared> all = new ArrayList<>();
        for (int i = 0; i < Math.max(2, Runtime.getRuntime().availableProcessors()); i++) {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            all.add(Prepared.on(connection, table(connection)));
        }
        return new PlainQueries(all);
    }

    private static String table(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet names =
                        statement.executeQuery(
                                "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE"
                                        + " 'accounts%'")) {
            if (!names.next()) {
                throw new SQLException("the view has no table");
            }
            return '"' + names.getString(1) + '"';
        }
    }

    void ask(String key, long balance, int number) throws SQLException, InterruptedException {
        Prepared prepared = idle.take();
        try {
            if (number % 2 == 0) {
                prepared.byKey().setString(1, key);
                read(prepared.byKey());
                return;
            }
            PreparedStatement page = number % 3 == 0 ? prepared.descending() : prepared.ascending();
            page.setLong(1, balance);
            read(page);
            if (number % 4 == 1) {
                read(page);
            }
        } finally {
            idle.add(prepared);
        }
    }

    private static void read(PreparedStatement question) throws SQLException {
        try (ResultSet rows = question.executeQuery()) {
            int columns = rows.getMetaData().getColumnCount();
            int found = 0;
            while (rows.next()) {
                for (int i = 1; i <= columns; i++) {
                    rows.getObject(i);
                }
                found++;
            }
            if (found == 0) {
                throw new SQLException("nothing was found");
            }
        }
    }

    @Override
    public void close() throws SQLException {
        for (Prepared prepared : all) {
            prepared.connection().close();
        }
    }
}
