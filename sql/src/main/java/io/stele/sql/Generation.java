package io.stele.sql;

import io.stele.model.Checkpoint;
import io.stele.model.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One build of a view: its tables under names of their own, and how far they are. A view has one
/// that serves queries, and for a while another that is being built beside it.
///
/// @param fingerprint of the definition; part of the tables' names
/// @param serving whether queries see it
/// @param checkpoint what is in the tables
/// @param last the last event in the tables; tells whether the log is the same as before
record Generation(
        Definition definition,
        String fingerprint,
        boolean serving,
        Checkpoint checkpoint,
        Optional<LastEvent> last) {

    /// @param id of the event at `position`
    record LastEvent(long position, String id) {
        static LastEvent of(RecordedEvent event) {
            return new LastEvent(event.position().value(), event.id().toString());
        }
    }

    static Generation first(Definition definition, boolean serving) {
        return new Generation(
                definition, definition.fingerprint(), serving, Checkpoint.START, Optional.empty());
    }

    Generation at(Checkpoint checkpoint, Optional<LastEvent> last) {
        return new Generation(
                definition, fingerprint, serving, checkpoint, last.or(() -> this.last));
    }

    Generation nowServing() {
        return new Generation(definition, fingerprint, true, checkpoint, last);
    }

    String quotedName(Table table) {
        return Names.quote(table.name() + "_" + fingerprint);
    }

    List<String> createStatements() {
        List<String> statements = new ArrayList<>();
        for (Table table : definition.tables()) {
            statements.add(createTable(table));
            for (List<String> index : table.indexes()) {
                statements.add(createIndex(table, index));
            }
        }
        return statements;
    }

    List<String> dropStatements() {
        return definition.tables().stream().map(t -> "DROP TABLE " + quotedName(t)).toList();
    }

    private String createTable(Table table) {
        return "CREATE TABLE "
                + quotedName(table)
                + " ("
                + table.columns().stream()
                        .map(Generation::columnDefinition)
                        .collect(Collectors.joining(", "))
                + ", PRIMARY KEY ("
                + table.keys().stream().map(Column::quoted).collect(Collectors.joining(", "))
                + ")) STRICT";
    }

    private static String columnDefinition(Column column) {
        String type =
                switch (column.type()) {
                    case TEXT, TIMESTAMP, JSON -> "TEXT";
                    case INTEGER, BOOLEAN -> "INTEGER";
                    case REAL -> "REAL";
                };
        String definition = column.quoted() + " " + type + (column.key() ? " NOT NULL" : "");
        return column.property() == null
                ? definition
                : definition + " AS (json_extract(state, '$." + column.property() + "')) VIRTUAL";
    }

    /// The key stands at the end, as it does in every order, so that rows of one value need no
    /// sorting.
    private String createIndex(Table table, List<String> columns) {
        List<String> all = new ArrayList<>(columns);
        table.keys().stream()
                .map(Column::name)
                .filter(name -> !columns.contains(name))
                .forEach(all::add);
        return "CREATE INDEX "
                + Names.quote(table.name() + "_" + fingerprint + "_" + String.join("_", columns))
                + " ON "
                + quotedName(table)
                + " ("
                + all.stream().map(Names::quote).collect(Collectors.joining(", "))
                + ")";
    }
}
