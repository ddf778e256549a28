package io.stele.sql;

import io.stele.model.Checkpoint;
import io.stele.model.RecordedEvent;
import io.stele.sdk.view.ViewFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// One build of a view: its tables under names of their own, and how far they are. A view has one
/// that serves queries, and may have others beside it.
///
/// @param number of the build; counts from 1 in each view
/// @param fingerprint of the definition; part of the tables' names
/// @param indexed whether the tables have their indexes, which are made when it first caught up
/// @param checkpoint what is in the tables
/// @param last the last event in the tables; tells whether the log is the same as before
/// @param notes what is told to people and to whoever runs it
record Generation(
        Definition definition,
        long number,
        String fingerprint,
        Role role,
        boolean indexed,
        Checkpoint checkpoint,
        Optional<LastEvent> last,
        Notes notes) {

    /// What a build is to queries.
    ///
    /// BUILDING → SERVING when it has caught up → PREVIOUS when another serves → SERVING again, or
    /// BUILDING to catch up first. From SERVING back to WITHDRAWN when the previous one is put back.
    enum Role {
        BUILDING,
        SERVING,
        PREVIOUS,
        WITHDRAWN;

        /// Whether events are applied to it.
        boolean runs() {
            return this == BUILDING || this == SERVING;
        }
    }

    /// @param id of the event at `position`
    record LastEvent(long position, String id) {
        static LastEvent of(RecordedEvent event) {
            return new LastEvent(event.position().value(), event.id().toString());
        }
    }

    /// @param perSecond how many events were applied lately
    /// @param runner which process runs it, or did last
    /// @param attempts grows when somebody says to try again
    /// @param skip the position of an event to leave out
    record Notes(
            long perSecond,
            String runner,
            Optional<ViewFailure> failure,
            long attempts,
            OptionalLong skip) {
        static final Notes NONE = new Notes(0, "", Optional.empty(), 0, OptionalLong.empty());
    }

    static Generation first(Definition definition, long number, Role role) {
        return new Generation(
                definition,
                number,
                definition.fingerprint(),
                role,
                false,
                Checkpoint.START,
                Optional.empty(),
                Notes.NONE);
    }

    Generation at(Checkpoint checkpoint, Optional<LastEvent> last) {
        return new Generation(
                definition,
                number,
                fingerprint,
                role,
                indexed,
                checkpoint,
                last.or(() -> this.last),
                notes);
    }

    /// With its indexes.
    Generation withIndexes() {
        return new Generation(definition, number, fingerprint, role, true, checkpoint, last, notes);
    }

    /// With its indexes, and serving.
    Generation complete() {
        return new Generation(
                definition, number, fingerprint, Role.SERVING, true, checkpoint, last, notes);
    }

    String view() {
        return definition.view();
    }

    boolean serving() {
        return role == Role.SERVING;
    }

    String quotedName(Table table) {
        return Names.quote(name(table));
    }

    private String name(Table table) {
        return table.name() + "_" + fingerprint + "_" + number;
    }

    List<String> createStatements(Dialect dialect) {
        return definition.tables().stream().map(table -> createTable(dialect, table)).toList();
    }

    /// To be run when the tables have been filled: that is quicker than keeping an index while they
    /// are.
    List<String> indexStatements(Dialect dialect) {
        List<String> statements = new ArrayList<>();
        for (Table table : definition.tables()) {
            for (int i = 0; i < table.indexes().size(); i++) {
                statements.add(createIndex(dialect, table, i));
            }
            dialect.whenFilled(quotedName(table)).ifPresent(statements::add);
        }
        return statements;
    }

    List<String> dropStatements() {
        return definition.tables().stream().map(t -> "DROP TABLE " + quotedName(t)).toList();
    }

    private String createTable(Dialect dialect, Table table) {
        return "CREATE TABLE "
                + quotedName(table)
                + " ("
                + table.columns().stream()
                        .map(column -> columnDefinition(dialect, column))
                        .collect(Collectors.joining(", "))
                + ", PRIMARY KEY ("
                + table.keys().stream().map(Column::quoted).collect(Collectors.joining(", "))
                + "))"
                + dialect.tableOptions();
    }

    private static String columnDefinition(Dialect dialect, Column column) {
        String definition = column.quoted() + " " + dialect.type(column.type());
        if (column.key()) {
            return definition + " NOT NULL";
        }
        return column.property() == null ? definition : definition + dialect.computed(column);
    }

    /// Numbered, as names have a bound. The key stands at the end, as it does in every order, so that
    /// rows of one value need no sorting.
    private String createIndex(Dialect dialect, Table table, int index) {
        List<String> all = new ArrayList<>(table.indexes().get(index));
        table.keys().stream()
                .map(Column::name)
                .filter(name -> !all.contains(name))
                .toList()
                .forEach(all::add);
        return "CREATE INDEX "
                + Names.quote(name(table) + "_" + index)
                + " ON "
                + quotedName(table)
                + " ("
                + all.stream()
                        .map(column -> dialect.indexed(table.column(column)))
                        .collect(Collectors.joining(", "))
                + ")";
    }
}
