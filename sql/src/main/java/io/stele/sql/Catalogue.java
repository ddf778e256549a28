package io.stele.sql;

import io.stele.model.Checkpoint;
import io.stele.sdk.view.ProjectionRefusedException;
import io.stele.sql.Generation.LastEvent;
import io.stele.sql.Generation.Notes;
import io.stele.sql.Generation.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which generations of which views the database holds, and how far each is. The checkpoint of a
/// generation is a row here, written in the transaction that changes its tables.
///
/// Every method is a part of the caller's transaction.
final class Catalogue {

    private static final List<String> CREATE =
            List.of(
                    """
                    CREATE TABLE IF NOT EXISTS stele_views (
                      view TEXT PRIMARY KEY,
                      last_number BIGINT NOT NULL,
                      paused BIGINT NOT NULL
                    )
                    """,
                    """
                    CREATE TABLE IF NOT EXISTS stele_view_builds (
                      view TEXT NOT NULL,
                      number BIGINT NOT NULL,
                      fingerprint TEXT NOT NULL,
                      definition TEXT NOT NULL,
                      role TEXT NOT NULL,
                      indexed BIGINT NOT NULL,
                      checkpoint BIGINT NOT NULL,
                      last_position BIGINT,
                      last_event_id TEXT,
                      per_second BIGINT NOT NULL,
                      runner TEXT NOT NULL,
                      failure TEXT,
                      attempts BIGINT NOT NULL,
                      skip_position BIGINT,
                      PRIMARY KEY (view, number)
                    )
                    """);

    private static final String SELECT =
            "SELECT definition, number, fingerprint, role, indexed, checkpoint, last_position,"
                    + " last_event_id, per_second, runner, failure, attempts, skip_position"
                    + " FROM stele_view_builds WHERE view = ?";

    /// By their JSON: parsing one for each query would cost
    /// more than the query.
    private final Map<String, Definition> parsed = new ConcurrentHashMap<>();

    private final Dialect dialect;

    Catalogue(Dialect dialect) {
        this.dialect = dialect;
    }

    static void create(Connection connection) throws SQLException {
        for (String statement : CREATE) {
            Database.execute(connection, statement);
        }
        Incidents.create(connection);
    }

    /// The generation that queries see.
    Optional<Generation> serving(Connection connection, String view) throws SQLException {
        List<Generation> found =
                select(connection, SELECT + " AND role = ?", view, Role.SERVING.name());
        return found.stream().findFirst();
    }

    /// All of a view, the oldest first.
    List<Generation> all(Connection connection, String view) throws SQLException {
        return select(connection, SELECT + " ORDER BY number", view);
    }

    Optional<Generation> find(Connection connection, String view, long number) throws SQLException {
        return select(connection, SELECT + " AND number = ?", view, number).stream().findFirst();
    }

    /// Makes the tables of a new generation, empty.
    Generation begin(Connection connection, Definition definition, Role role) throws SQLException {
        update(
                connection,
                "INSERT INTO stele_views (view, last_number, paused) VALUES (?, 1, 0)"
                        + " ON CONFLICT (view) DO UPDATE SET"
                        + " last_number = stele_views.last_number + 1",
                definition.view());
        long number =
                number(
                        connection,
                        "SELECT last_number FROM stele_views WHERE view = ?",
                        definition.view());
        Generation generation = Generation.first(definition, number, role);
        for (String statement : generation.createStatements(dialect)) {
            Database.execute(connection, statement);
        }
        update(
                connection,
                "INSERT INTO stele_view_builds (view, number, fingerprint, definition, role,"
                        + " indexed, checkpoint, per_second, runner, attempts)"
                        + " VALUES (?, ?, ?, ?, ?, 0, 0, 0, '', 0)",
                definition.view(),
                number,
                generation.fingerprint(),
                definition.toJson(),
                role.name());
        return generation;
    }

    /// Moves the checkpoint from where `before` has it.
    ///
    /// @throws OvertakenException when it is not there, as another process has moved it; or when the
    ///     generation has another role, so that readers are not told of rows that they do not see
    void advance(Connection connection, Generation before, Generation after, long perSecond)
            throws SQLException {
        int moved =
                update(
                        connection,
                        "UPDATE stele_view_builds SET checkpoint = ?, last_position = ?,"
                                + " last_event_id = ?, per_second = ?"
                                + " WHERE view = ? AND number = ? AND checkpoint = ? AND role = ?",
                        after.checkpoint().next(),
                        after.last().map(LastEvent::position).orElse(null),
                        after.last().map(LastEvent::id).orElse(null),
                        perSecond,
                        before.view(),
                        before.number(),
                        before.checkpoint().next(),
                        before.role().name());
        if (moved != 1) {
            throw new OvertakenException(before);
        }
    }

    /// Says who runs a generation from here on, and forgets why it stopped.
    void take(Connection connection, Generation generation, String runner) throws SQLException {
        update(
                connection,
                "UPDATE stele_view_builds SET runner = ?, failure = NULL"
                        + " WHERE view = ? AND number = ?",
                runner,
                generation.view(),
                generation.number());
    }

    /// Says why a generation stopped.
    void fail(Connection connection, Generation generation, String failure) throws SQLException {
        update(
                connection,
                "UPDATE stele_view_builds SET failure = ?, per_second = 0"
                        + " WHERE view = ? AND number = ?",
                failure,
                generation.view(),
                generation.number());
    }

    /// Says to try again, perhaps without one event.
    void tryAgain(Connection connection, Generation generation, OptionalLong skip)
            throws SQLException {
        update(
                connection,
                "UPDATE stele_view_builds SET failure = NULL, attempts = attempts + 1,"
                        + " skip_position = ? WHERE view = ? AND number = ?",
                skip.isPresent() ? skip.getAsLong() : null,
                generation.view(),
                generation.number());
    }

    void setRole(Connection connection, Generation generation, Role role) throws SQLException {
        update(
                connection,
                "UPDATE stele_view_builds SET role = ? WHERE view = ? AND number = ?",
                role.name(),
                generation.view(),
                generation.number());
    }

    /// The generation has caught up: it gets its indexes, and if it was built to serve, it does so
    /// from here on, unless the one before is further: readers may have been told so. The one before
    /// is kept to be switched back to, and those before that are dropped.
    ///
    /// @throws OvertakenException when it has been given another role in the meantime
    Generation complete(Connection connection, Generation generation) throws SQLException {
        Generation there =
                find(connection, generation.view(), generation.number())
                        .filter(found -> found.role() == generation.role())
                        .orElseThrow(() -> new OvertakenException(generation));
        if (!there.indexed()) {
            for (String statement : generation.indexStatements(dialect)) {
                Database.execute(connection, statement);
            }
            update(
                    connection,
                    "UPDATE stele_view_builds SET indexed = 1 WHERE view = ? AND number = ?",
                    generation.view(),
                    generation.number());
        }
        if (generation.serving()) {
            return generation.complete();
        }
        Optional<Generation> before = serving(connection, generation.view());
        if (before.isPresent() && !putAway(connection, before.get(), generation)) {
            return generation.withIndexes();
        }
        for (Generation other : all(connection, generation.view())) {
            boolean kept = before.isPresent() && other.number() == before.get().number();
            if (!kept && other.number() != generation.number()) {
                drop(connection, other);
            }
        }
        setRole(connection, generation, Role.SERVING);
        return generation.complete();
    }

    /// @return whether the generation that serves has been put away; not while it is further than
    ///     the one that is to follow it
    private boolean putAway(Connection connection, Generation serving, Generation next)
            throws SQLException {
        setRole(connection, serving, Role.PREVIOUS); // waits for a batch that is being written
        Generation there =
                find(connection, serving.view(), serving.number())
                        .orElseThrow(() -> new OvertakenException(next));
        if (there.checkpoint().compareTo(next.checkpoint()) <= 0) {
            return true;
        }
        setRole(connection, serving, Role.SERVING);
        return false;
    }

    /// Puts the generation back that served before.
    void switchBack(Connection connection, String view) throws SQLException {
        Generation previous =
                only(connection, view, Role.PREVIOUS, "there is nothing to go back to");
        for (Generation other : all(connection, view)) {
            if (other.serving()) {
                setRole(connection, other, Role.WITHDRAWN);
            }
        }
        setRole(connection, previous, Role.SERVING);
    }

    /// The newest of a role.
    ///
    /// @throws ProjectionRefusedException when there is none
    Generation only(Connection connection, String view, Role role, String otherwise)
            throws SQLException {
        return all(connection, view).reversed().stream()
                .filter(generation -> generation.role() == role)
                .findFirst()
                .orElseThrow(
                        () -> new ProjectionRefusedException("view " + view + ": " + otherwise));
    }

    void drop(Connection connection, Generation generation) throws SQLException {
        for (String statement : generation.dropStatements()) {
            Database.execute(connection, statement);
        }
        Incidents.forget(connection, generation);
        update(
                connection,
                "DELETE FROM stele_view_builds WHERE view = ? AND number = ?",
                generation.view(),
                generation.number());
    }

    void pause(Connection connection, String view, boolean paused) throws SQLException {
        update(
                connection,
                "UPDATE stele_views SET paused = ? WHERE view = ?",
                paused ? 1L : 0L,
                view);
    }

    boolean isPaused(Connection connection, String view) throws SQLException {
        return number(connection, "SELECT paused FROM stele_views WHERE view = ?", view) != 0;
    }

    private List<Generation> select(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement select = bound(connection, sql, values);
                ResultSet rows = select.executeQuery()) {
            List<Generation> generations = new ArrayList<>();
            while (rows.next()) {
                generations.add(read(rows));
            }
            return generations;
        }
    }

    private Generation read(ResultSet row) throws SQLException {
        String lastEventId = row.getString("last_event_id");
        String failure = row.getString("failure");
        long skip = row.getLong("skip_position");
        OptionalLong skipped = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(skip);
        return new Generation(
                parsed.computeIfAbsent(row.getString("definition"), Definition::fromJson),
                row.getLong("number"),
                row.getString("fingerprint"),
                Role.valueOf(row.getString("role")),
                row.getLong("indexed") != 0,
                new Checkpoint(row.getLong("checkpoint")),
                lastEventId == null
                        ? Optional.empty()
                        : Optional.of(new LastEvent(row.getLong("last_position"), lastEventId)),
                new Notes(
                        row.getLong("per_second"),
                        row.getString("runner"),
                        Optional.ofNullable(failure).map(Incidents::failure),
                        row.getLong("attempts"),
                        skipped));
    }

    private static long number(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement select = bound(connection, sql, values);
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    static int update(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement statement = bound(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    static PreparedStatement bound(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
