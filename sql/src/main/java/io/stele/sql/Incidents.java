package io.stele.sql;

import io.stele.model.RecordedEvent;
import io.stele.sdk.view.ProjectionStatus.Repair;
import io.stele.sdk.view.ProjectionStatus.Skipped;
import io.stele.sdk.view.ViewFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// What went wrong with single events and streams of a generation: those that were left out, and
/// the repairs that were asked for. Parts of the caller's transaction, as in [Catalogue].
final class Incidents {

    static final String ASKED = "asked";
    static final String DONE = "done";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SHOWN_MAX = 100;

    private Incidents() {}

    static void create(Connection connection) throws SQLException {
        Database.execute(
                connection,
                """
                CREATE TABLE IF NOT EXISTS stele_view_skips (
                  view TEXT NOT NULL,
                  number BIGINT NOT NULL,
                  position BIGINT NOT NULL,
                  stream TEXT NOT NULL,
                  revision BIGINT NOT NULL,
                  type TEXT NOT NULL,
                  reason TEXT NOT NULL,
                  PRIMARY KEY (view, number, position)
                )
                """);
        Database.execute(
                connection,
                """
                CREATE TABLE IF NOT EXISTS stele_view_repairs (
                  view TEXT NOT NULL,
                  number BIGINT NOT NULL,
                  stream TEXT NOT NULL,
                  outcome TEXT NOT NULL,
                  PRIMARY KEY (view, number, stream)
                )
                """);
    }

    static String text(ViewFailure failure) {
        return JSON.writeValueAsString(failure);
    }

    static ViewFailure failure(String text) {
        return JSON.readValue(text, ViewFailure.class);
    }

    static void skip(
            Connection connection, Generation generation, RecordedEvent event, String reason)
            throws SQLException {
        Catalogue.update(
                connection,
                "INSERT INTO stele_view_skips VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                generation.view(),
                generation.number(),
                event.position().value(),
                event.stream().value(),
                event.revision().value(),
                event.type(),
                reason.replace("\0", ""));
    }

    static List<Skipped> skipped(Connection connection, String view) throws SQLException {
        try (PreparedStatement select =
                        Catalogue.bound(
                                connection,
                                "SELECT * FROM stele_view_skips WHERE view = ?"
                                        + " ORDER BY number DESC, position DESC LIMIT "
                                        + SHOWN_MAX,
                                view);
                ResultSet row = select.executeQuery()) {
            List<Skipped> all = new ArrayList<>();
            while (row.next()) {
                all.addFirst(
                        new Skipped(
                                row.getLong("number"),
                                row.getLong("position"),
                                row.getString("stream"),
                                row.getLong("revision"),
                                row.getString("type"),
                                row.getString("reason")));
            }
            return all;
        }
    }

    /// Asks for the repair of a stream; whoever runs the generation does it.
    static void ask(Connection connection, Generation generation, String stream)
            throws SQLException {
        Catalogue.update(
                connection,
                "INSERT INTO stele_view_repairs VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (view, number, stream)"
                        + " DO UPDATE SET outcome = excluded.outcome",
                generation.view(),
                generation.number(),
                stream,
                ASKED);
    }

    static List<Repair> repairs(Connection connection, String view) throws SQLException {
        try (PreparedStatement select =
                        Catalogue.bound(
                                connection,
                                "SELECT * FROM stele_view_repairs WHERE view = ?"
                                        + " ORDER BY number, stream",
                                view);
                ResultSet row = select.executeQuery()) {
            List<Repair> all = new ArrayList<>();
            while (row.next()) {
                all.add(
                        new Repair(
                                row.getLong("number"),
                                row.getString("stream"),
                                row.getString("outcome")));
            }
            return all;
        }
    }

    /// Says what became of a repair. After one that worked no event of the stream is left out.
    static void answer(Connection connection, Generation generation, String stream, String outcome)
            throws SQLException {
        Catalogue.update(
                connection,
                "UPDATE stele_view_repairs SET outcome = ?"
                        + " WHERE view = ? AND number = ? AND stream = ?",
                outcome.replace("\0", ""),
                generation.view(),
                generation.number(),
                stream);
        if (outcome.equals(DONE)) {
            Catalogue.update(
                    connection,
                    "DELETE FROM stele_view_skips WHERE view = ? AND number = ? AND stream = ?",
                    generation.view(),
                    generation.number(),
                    stream);
        }
    }

    static void forget(Connection connection, Generation generation) throws SQLException {
        for (String table : List.of("stele_view_skips", "stele_view_repairs")) {
            Catalogue.update(
                    connection,
                    "DELETE FROM " + table + " WHERE view = ? AND number = ?",
                    generation.view(),
                    generation.number());
        }
    }
}
