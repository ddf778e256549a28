package io.stele.sql;

import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Applies batches to the tables of one generation, each batch in a transaction with the
/// checkpoint. Of no more use after a failure.
final class Writer implements AutoCloseable {

    private final Tools tools;
    private final Projection projection;
    private final Connection connection;
    private final Changes changes;
    private Generation generation;

    /// @param connection under which the lease of the generation is held; closed by who opened it
    /// @throws OvertakenException when the generation is not there any more
    Writer(Tools tools, Projection projection, Connection connection, Generation which)
            throws SQLException {
        this.tools = tools;
        this.projection = projection;
        this.connection = connection;
        this.generation =
                tools.database()
                        .write(
                                connection,
                                () -> {
                                    tools.catalogue().take(connection, which, ThisProcess.NAME);
                                    return tools.catalogue()
                                            .find(connection, which.view(), which.number())
                                            .orElseThrow(() -> new OvertakenException(which));
                                });
        this.changes = new Changes(connection, tools.database().dialect(), generation);
        projection.begin(changes);
    }

    Generation generation() {
        return generation;
    }

    /// @param perSecond how many events are applied in a second, for people
    /// @throws RuntimeException when an event cannot be applied; nothing of the batch is written
    ///     then
    void apply(Batch batch, long perSecond) throws SQLException {
        tools.steps().reached(Step.BEFORE_TRANSACTION);
        Generation next = generation.at(batch.end(), batch.last());
        generation =
                tools.database()
                        .write(
                                connection,
                                () -> {
                                    advance(next, perSecond);
                                    for (Batch.Item item : batch.items()) {
                                        apply(item);
                                        tools.steps().reached(Step.IN_TRANSACTION);
                                    }
                                    projection.finish();
                                    tools.steps().reached(Step.BEFORE_COMMIT);
                                    return next;
                                });
        tools.steps().reached(Step.AFTER_COMMIT);
    }

    /// First of all, so that of two processes the second waits, and then finds that it is late.
    private void advance(Generation next, long perSecond) throws SQLException {
        tools.catalogue().advance(connection, generation, next, perSecond);
    }

    private void apply(Batch.Item item) throws SQLException {
        long position = item.event().position().value();
        if (generation.notes().skip().orElse(-1) == position) {
            Incidents.skip(connection, generation, item.event(), "left out on command");
        } else {
            item.change().apply();
        }
    }

    /// Moves the checkpoint over events that do not concern the view.
    void skipTo(Checkpoint end) throws SQLException {
        if (!end.equals(generation.checkpoint())) {
            apply(new Batch(List.of(), end, false), 0);
        }
    }

    /// Leaves an event out.
    void leaveOut(Batch single, String reason) throws SQLException {
        Generation next = generation.at(single.end(), single.last());
        generation =
                tools.database()
                        .write(
                                connection,
                                () -> {
                                    advance(next, 0);
                                    Incidents.skip(
                                            connection,
                                            generation,
                                            single.items().getFirst().event(),
                                            reason);
                                    return next;
                                });
    }

    /// Makes the rows of a stream anew from its events up to the checkpoint.
    void repair(StreamName stream) throws SQLException {
        generation =
                tools.database()
                        .write(
                                connection,
                                () -> {
                                    advance(generation, 0);
                                    projection.forget(stream.id());
                                    changes.removeStream(stream.id());
                                    applyAgain(stream);
                                    projection.finish();
                                    Incidents.answer(
                                            connection, generation, stream.value(), Incidents.DONE);
                                    return generation;
                                });
    }

    private void applyAgain(StreamName stream) {
        try (EventCursor events = tools.store().read(ReadStream.of(stream))) {
            while (events.hasNext()) {
                RecordedEvent event = events.next();
                if (!generation.checkpoint().covers(event.position())) {
                    return;
                }
                if (projection.filter().matches(event)) {
                    projection.read(event).apply();
                }
            }
        }
    }

    /// Says what became of a repair that did not work.
    void repairFailed(String stream, String why) throws SQLException {
        Generation unchanged =
                tools.database()
                        .write(
                                connection,
                                () -> {
                                    Incidents.answer(connection, generation, stream, why);
                                    return generation;
                                });
        generation = unchanged;
    }

    /// The generation has caught up; if it was built to serve, queries see it from here on.
    void complete() throws SQLException {
        generation =
                tools.database()
                        .writeAlone(
                                connection,
                                () -> tools.catalogue().complete(connection, generation));
    }

    @Override
    public void close() throws SQLException {
        changes.close();
    }
}
