package io.stele.example.notifications;

import io.stele.example.notifications.BankEvent.AccountOpened;
import io.stele.example.notifications.BankEvent.MoneyArrived;
import io.stele.example.notifications.BankEvent.MoneyWent;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The service's own state: whom to write to, what they have, and the letters that were written. In
/// a SQLite file, synced at every commit.
final class Letters {

    private static final List<String> TABLES =
            List.of(
                    "PRAGMA journal_mode = WAL",
                    "CREATE TABLE IF NOT EXISTS customer"
                            + " (account TEXT PRIMARY KEY, name TEXT NOT NULL, balance INTEGER NOT NULL)",
                    "CREATE TABLE IF NOT EXISTS letter"
                            + " (number INTEGER PRIMARY KEY, account TEXT NOT NULL, text TEXT NOT NULL)",
                    "CREATE INDEX IF NOT EXISTS letter_account ON letter (account)");

    private final String url;

    Letters(String file) throws SQLException {
        this.url = "jdbc:sqlite:" + file;
        try (Connection connection = open()) {
            for (String table : TABLES) {
                execute(connection, table);
            }
        }
    }

    Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        execute(connection, "PRAGMA busy_timeout = 30000");
        execute(connection, "PRAGMA synchronous = FULL");
        return connection;
    }

    /// Writes the letter that an event is worth.
    ///
    /// @param connection in a transaction
    static void write(Connection connection, String account, BankEvent event) throws SQLException {
        switch (event) {
            case AccountOpened opened -> {
                execute(
                        connection,
                        "INSERT INTO customer VALUES (?, ?, 0)",
                        account,
                        opened.owner());
                add(connection, account, "welcome");
            }
            case MoneyArrived in ->
                    move(connection, account, in.amount(), in.amount() + " arrived");
            case MoneyWent out -> move(connection, account, -out.amount(), out.amount() + " went");
        }
    }

    private static void move(Connection connection, String account, long amount, String what)
            throws SQLException {
        execute(
                connection,
                "UPDATE customer SET balance = balance + ? WHERE account = ?",
                amount,
                account);
        add(connection, account, what);
    }

    private static void add(Connection connection, String account, String what)
            throws SQLException {
        execute(
                connection,
                "INSERT INTO letter (account, text)"
                        + " SELECT account, 'dear ' || name || ', ' || ? || '; you have ' || balance"
                        + " FROM customer WHERE account = ?",
                what,
                account);
    }

    /// The letters about an account, the oldest first; may be empty.
    List<String> about(String account) throws SQLException {
        try (Connection connection = open();
                PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT text FROM letter WHERE account = ? ORDER BY number")) {
            query.setString(1, account);
            return texts(query.executeQuery());
        }
    }

    private static List<String> texts(ResultSet rows) throws SQLException {
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
            texts.add(rows.getString(1));
        }
        return texts;
    }

    private static void execute(Connection connection, String sql, Object... values)
            throws SQLException {
        if (values.length == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
