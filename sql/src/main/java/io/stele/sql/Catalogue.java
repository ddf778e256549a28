package io.stele.sql;

import io.stele.model.Checkpoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which generations of which views the database holds, and how far each is. The checkpoint of a
/// generation is a row here, written in the transaction that changes its tables.
///
/// Every method is a part of the caller's transaction.
final class Catalogue {

    private static final String CREATE =
            """
            CREATE TABLE IF NOT EXISTS stele_generations (
              view TEXT NOT NULL,
              fingerprint TEXT NOT NULL,
              definition TEXT NOT NULL,
              serving INTEGER NOT NULL,
              checkpoint INTEGER NOT NULL,
              last_position INTEGER,
              last_event_id TEXT,
              PRIMARY KEY (view, fingerprint)
            ) STRICT
            """;

    private static final String SELECT =
            "SELECT fingerprint, definition, serving, checkpoint, last_position, last_event_id"
                    + " FROM stele_generations WHERE view = ?";

    /// By their JSON: parsing one for each query would cost
    /// more than the query.
    private final Map<String, Definition> parsed = new ConcurrentHashMap<>();

    static void create(Connection connection) throws SQLException {
        Database.execute(connection, CREATE);
    }

    Optional<Generation> serving(Connection connection, String view) throws SQLException {
        return all(connection, view).stream().filter(Generation::serving).findFirst();
    }

    /// The generation of this definition; one that is not there begins empty, and serves queries at
    /// once when no other does. Any other that does not serve is dropped: nobody builds it any
    /// more.
    Generation open(Connection connection, Definition definition) throws SQLException {
        List<Generation> known = all(connection, definition.view());
        Optional<Generation> mine = Optional.empty();
        for (Generation generation : known) {
            if (generation.fingerprint().equals(definition.fingerprint())) {
                mine = Optional.of(generation);
            } else if (!generation.serving()) {
                drop(connection, generation);
            }
        }
        if (mine.isPresent()) {
            return mine.get();
        }
        boolean serving = known.stream().noneMatch(Generation::serving);
        return begin(connection, Generation.first(definition, serving));
    }

    void advance(Connection connection, Generation generation) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE stele_generations SET checkpoint = ?, last_position = ?,"
                                + " last_event_id = ? WHERE view = ? AND fingerprint = ?")) {
            update.setLong(1, generation.checkpoint().next());
            Optional<Generation.LastEvent> last = generation.last();
            update.setObject(2, last.map(Generation.LastEvent::position).orElse(null));
            update.setString(3, last.map(Generation.LastEvent::id).orElse(null));
            update.setString(4, generation.definition().view());
            update.setString(5, generation.fingerprint());
            if (update.executeUpdate() != 1) {
                throw new SQLException(
                        "the checkpoint of view "
                                + generation.definition().view()
                                + " is gone from the database");
            }
        }
    }

    /// From here on queries see this generation; the one before is dropped.
    Generation serve(Connection connection, Generation generation) throws SQLException {
        Optional<Generation> before = serving(connection, generation.definition().view());
        if (before.isPresent()) {
            drop(connection, before.get());
        }
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE stele_generations SET serving = 1"
                                + " WHERE view = ? AND fingerprint = ?")) {
            update.setString(1, generation.definition().view());
            update.setString(2, generation.fingerprint());
            update.executeUpdate();
        }
        return generation.nowServing();
    }

    private List<Generation> all(Connection connection, String view) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setString(1, view);
            try (ResultSet rows = select.executeQuery()) {
                List<Generation> generations = new ArrayList<>();
                while (rows.next()) {
                    generations.add(read(rows));
                }
                return generations;
            }
        }
    }

    private Generation read(ResultSet row) throws SQLException {
        String fingerprint = row.getString(1);
        String definition = row.getString(2);
        String lastEventId = row.getString(6);
        return new Generation(
                parsed.computeIfAbsent(definition, Definition::fromJson),
                fingerprint,
                row.getLong(3) != 0,
                new Checkpoint(row.getLong(4)),
                lastEventId == null
                        ? Optional.empty()
                        : Optional.of(new Generation.LastEvent(row.getLong(5), lastEventId)));
    }

    private static Generation begin(Connection connection, Generation generation)
            throws SQLException {
        for (String statement : generation.createStatements()) {
            Database.execute(connection, statement);
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO stele_generations"
                                + " (view, fingerprint, definition, serving, checkpoint)"
                                + " VALUES (?, ?, ?, ?, 0)")) {
            insert.setString(1, generation.definition().view());
            insert.setString(2, generation.fingerprint());
            insert.setString(3, generation.definition().toJson());
            insert.setInt(4, generation.serving() ? 1 : 0);
            insert.executeUpdate();
        }
        return generation;
    }

    private static void drop(Connection connection, Generation generation) throws SQLException {
        for (String statement : generation.dropStatements()) {
            Database.execute(connection, statement);
        }
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM stele_generations WHERE view = ? AND fingerprint = ?")) {
            delete.setString(1, generation.definition().view());
            delete.setString(2, generation.fingerprint());
            delete.executeUpdate();
        }
    }
}
