package io.stele.sql;

import io.stele.sql.Generation.Role;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Sees, when an engine begins, that every view has tables, and what has become of those that
/// changed.
final class Opening {

    private static final System.Logger LOG = System.getLogger(Opening.class.getName());

    private Opening() {}

    /// @throws IllegalStateException when the database cannot be used, or a view has changed and
    ///     that is to be refused
    static void run(Tools tools, List<Definition> definitions) {
        Database database = tools.database();
        try (Connection writer = database.writer()) {
            int opened =
                    database.writeAlone(
                            writer,
                            () -> {
                                Catalogue.create(writer);
                                for (Definition definition : definitions) {
                                    open(tools, writer, definition);
                                }
                                return definitions.size();
                            });
            LOG.log(Level.DEBUG, "{0} views in {1}", opened, database);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the database of the views, "
                            + database
                            + ", cannot be used: "
                            + e.getMessage()
                            + ". If what it holds is damaged, delete it: views are built again from"
                            + " the log",
                    e);
        }
    }

    private static void open(Tools tools, Connection connection, Definition definition)
            throws SQLException {
        Catalogue catalogue = tools.catalogue();
        List<Generation> known = catalogue.all(connection, definition.view());
        List<Generation> mine =
                known.stream()
                        .filter(g -> g.fingerprint().equals(definition.fingerprint()))
                        .toList();
        if (known.stream().noneMatch(Generation::serving)) {
            Generation unused = catalogue.begin(connection, definition, Role.SERVING);
        } else if (mine.stream().allMatch(generation -> generation.role() == Role.PREVIOUS)) {
            changed(tools, connection, definition, known, mine);
        }
    }

    /// No rows serve, are built, or were withdrawn on command that this code makes.
    private static void changed(
            Tools tools,
            Connection connection,
            Definition definition,
            List<Generation> known,
            List<Generation> mine)
            throws SQLException {
        switch (tools.options().whenChanged()) {
            case REBUILD -> {
                for (Generation other : known) {
                    if (other.role() == Role.BUILDING) { // nobody wants it any more
                        tools.catalogue().drop(connection, other);
                    }
                }
                if (mine.isEmpty()) {
                    Generation unused =
                            tools.catalogue().begin(connection, definition, Role.BUILDING);
                } else {
                    tools.catalogue().setRole(connection, mine.getLast(), Role.BUILDING);
                }
                LOG.log(
                        Level.INFO,
                        "View {0} has changed: it is built again beside the old rows, which serve"
                                + " until then",
                        definition.view());
            }
            case KEEP ->
                    LOG.log(
                            Level.WARNING,
                            "View {0} has changed: the old rows go on serving as they are, until"
                                    + " told: stele projections rebuild {0}",
                            definition.view());
            case REFUSE ->
                    throw new IllegalStateException(
                            "view "
                                    + definition.view()
                                    + " has changed since its rows were built, and --views-changed is"
                                    + " refuse; "
                                    + "rebuild makes new ones beside them, keep serves them as they"
                                    + " are");
        }
    }
}
