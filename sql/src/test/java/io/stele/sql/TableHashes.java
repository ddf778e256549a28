package io.stele.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Position;
import io.stele.sdk.view.ViewDatabase;
import io.stele.sdk.view.ViewEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Compares what is in the tables of views of the [KnownLog] with those of a fresh rebuild.
final class TableHashes {

    private final Path directory;
    private final Map<String, String> fresh = new HashMap<>();
    private int rebuilds;

    /// @param directory for rebuilds
    TableHashes(Path directory) {
        this.directory = directory;
    }

    /// Every build in the database, whatever it is for, is as a fresh one at the same checkpoint.
    ///
    /// @return how many builds there were
    int check(ViewDatabase where) throws Exception {
        Map<String, String> found = read(where);
        for (Map.Entry<String, String> build : found.entrySet()) {
            String[] parts = build.getKey().split("/");
            assertThat(build.getValue())
                    .as("view %s, build %s, at %s", (Object[]) parts)
                    .isEqualTo(fresh(parts[0], Long.parseLong(parts[2])));
        }
        return found.size();
    }

    /// By view, number and checkpoint.
    static Map<String, String> read(ViewDatabase where) throws Exception {
        Database database = Database.at(where);
        Catalogue catalogue = new Catalogue(database.dialect());
        try (Connection connection = database.reader()) {
            return database.read(
                    connection,
                    () -> {
                        Map<String, String> all = new HashMap<>();
                        for (String view : KnownLog.viewNames()) {
                            for (Generation build : catalogue.all(connection, view)) {
                                all.put(
                                        view
                                                + "/"
                                                + build.number()
                                                + "/"
                                                + build.checkpoint().next(),
                                        hash(connection, build));
                            }
                        }
                        return all;
                    });
        }
    }

    private static String hash(Connection connection, Generation build) {
        try (Statement statement = connection.createStatement()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Table table : build.definition().tables()) {
                String sql =
                        "SELECT "
                                + table.columns().stream()
                                        .map(Column::quoted)
                                        .collect(Collectors.joining(", "))
                                + " FROM "
                                + build.quotedName(table)
                                + " ORDER BY "
                                + table.keys().stream()
                                        .map(Column::quoted)
                                        .collect(Collectors.joining(", "));
                try (ResultSet row = statement.executeQuery(sql)) {
                    while (row.next()) {
                        for (int i = 0; i < table.columns().size(); i++) {
                            Column column = table.columns().get(i);
                            // When an event was recorded differs from process to process.
                            if (!column.name().endsWith("_at")) {
                                digest.update(
                                        (Values.fromSql(column, row, i + 1) + "|")
                                                .getBytes(StandardCharsets.UTF_8));
                            }
                        }
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String fresh(String view, long events) throws Exception {
        String key = view + "/" + events;
        if (!fresh.containsKey(key)) {
            ViewDatabase database =
                    ViewDatabase.at(
                            "jdbc:sqlite:" + directory.resolve("fresh" + rebuilds++ + ".db"));
            try (InMemoryEventStore store = KnownLog.make(events);
                    ViewEngine views = Counters.open(store, database, KnownLog.views())) {
                for (String name : KnownLog.viewNames()) {
                    if (events > 0) {
                        Position last = new Position(events - 1);
                        assertThat(
                                        views.awaitApplied(name, last, Duration.ofMinutes(1))
                                                .covers(last))
                                .isTrue();
                    }
                }
            }
            for (Map.Entry<String, String> build : read(database).entrySet()) {
                String[] parts = build.getKey().split("/");
                assertThat(parts[2]).isEqualTo(Long.toString(events));
                fresh.put(parts[0] + "/" + events, build.getValue());
            }
        }
        return Objects.requireNonNull(fresh.get(key), key);
    }
}
