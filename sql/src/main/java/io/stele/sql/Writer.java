package io.stele.sql;

import io.stele.model.Checkpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Applies batches to the tables of one generation, each batch in a transaction with the
/// checkpoint. Of no more use after a failure.
final class Writer implements AutoCloseable {

    private final Database database;
    private final Catalogue catalogue;
    private final Projection projection;
    private final Step.Listener steps;
    private final Connection connection;
    private final Changes changes;
    private Generation generation;

    Writer(Database database, Catalogue catalogue, Projection projection, Step.Listener steps)
            throws SQLException {
        this.database = database;
        this.catalogue = catalogue;
        this.projection = projection;
        this.steps = steps;
        this.connection = database.writer();
        try {
            this.generation =
                    database.write(
                            connection, () -> catalogue.open(connection, projection.definition()));
        } catch (Throwable failure) {
            connection.close();
            throw failure;
        }
        this.changes = new Changes(connection, generation);
        projection.begin(changes);
    }

    Generation generation() {
        return generation;
    }

    /// @throws RuntimeException when an event cannot be applied; nothing of the batch is written
    ///     then
    void apply(Batch batch) throws SQLException {
        steps.reached(Step.BEFORE_TRANSACTION);
        Generation next = generation.at(batch.end(), batch.last());
        database.write(
                connection,
                () -> {
                    for (Batch.Item item : batch.items()) {
                        item.change().apply();
                        steps.reached(Step.IN_TRANSACTION);
                    }
                    projection.finish();
                    catalogue.advance(connection, next);
                    steps.reached(Step.BEFORE_COMMIT);
                    return next;
                });
        generation = next;
        steps.reached(Step.AFTER_COMMIT);
    }

    /// Moves the checkpoint over events that do not concern the view.
    void skipTo(Checkpoint end) throws SQLException {
        apply(new Batch(List.of(), end, false));
    }

    /// From here on queries see what is written here.
    void serve() throws SQLException {
        generation = database.write(connection, () -> catalogue.serve(connection, generation));
    }

    /// How far queries see the view.
    Checkpoint servedUpTo() throws SQLException {
        return generation.serving()
                ? generation.checkpoint()
                : database.write(
                                connection,
                                () -> catalogue.serving(connection, projection.definition().view()))
                        .map(Generation::checkpoint)
                        .orElse(Checkpoint.START);
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            changes.close();
        }
    }
}
