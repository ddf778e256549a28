package io.stele.sql;

import io.stele.model.StreamName;
import io.stele.model.UnavailableException;
import io.stele.sdk.view.ProjectionRefusedException;
import io.stele.sdk.view.ProjectionStatus;
import io.stele.sdk.view.ProjectionStatus.Build;
import io.stele.sdk.view.Projections;
import io.stele.sdk.view.ViewFailure;
import io.stele.sdk.view.ViewProgress;
import io.stele.sql.Generation.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Commands to projections are changes of the catalogue; whoever runs a generation sees them there.
final class SqlProjections implements Projections {

    private static final int REPAIR_LOOKS_MAX = 100;
    private static final long REPAIR_LOOK_MILLIS = 50;

    private final Tools tools;
    private final ReadPool readers;
    private final Watch watch;

    SqlProjections(Tools tools, ReadPool readers, Watch watch) {
        this.tools = tools;
        this.readers = readers;
        this.watch = watch;
    }

    private interface Change {
        void in(Connection connection, Catalogue catalogue) throws SQLException;
    }

    @Override
    public List<ProjectionStatus> list() {
        List<ProjectionStatus> all = new ArrayList<>();
        for (String view : watch.names()) {
            all.add(status(view));
        }
        return all;
    }

    @Override
    public Optional<ProjectionStatus> find(String view) {
        return watch.has(view) ? Optional.of(status(view)) : Optional.empty();
    }

    @Override
    public ProjectionStatus rebuild(String view) {
        Definition definition = watch.definition(view);
        return change(
                view,
                (connection, catalogue) -> {
                    for (Generation other : catalogue.all(connection, view)) {
                        if (other.role() == Role.BUILDING) {
                            throw new ProjectionRefusedException(
                                    "view "
                                            + view
                                            + " is being built already, as build "
                                            + other.number()
                                            + "; drop that to begin anew");
                        }
                    }
                    Generation unused = catalogue.begin(connection, definition, Role.BUILDING);
                });
    }

    @Override
    public ProjectionStatus switchOver(String view) {
        String fingerprint = watch.definition(view).fingerprint();
        return change(
                view,
                (connection, catalogue) -> {
                    List<Generation> others =
                            catalogue.all(connection, view).reversed().stream()
                                    .filter(g -> !g.serving())
                                    .filter(g -> g.fingerprint().equals(fingerprint))
                                    .toList();
                    if (others.isEmpty()) {
                        throw new ProjectionRefusedException(
                                "view "
                                        + view
                                        + " has no other rows made by this code to switch to");
                    }
                    if (others.getFirst().role() == Role.BUILDING) {
                        throw new ProjectionRefusedException(
                                "build "
                                        + others.getFirst().number()
                                        + " of view "
                                        + view
                                        + " is on its way, and serves when it has caught up");
                    }
                    catalogue.setRole(connection, others.getFirst(), Role.BUILDING);
                });
    }

    @Override
    public ProjectionStatus switchBack(String view) {
        return change(view, (connection, catalogue) -> catalogue.switchBack(connection, view));
    }

    @Override
    public ProjectionStatus drop(String view) {
        return change(
                view,
                (connection, catalogue) -> {
                    List<Generation> others =
                            catalogue.all(connection, view).stream()
                                    .filter(generation -> !generation.serving())
                                    .toList();
                    if (others.isEmpty()) {
                        throw new ProjectionRefusedException(
                                "view " + view + " has no rows but those that serve");
                    }
                    for (Generation other : others) {
                        catalogue.drop(connection, other);
                    }
                });
    }

    @Override
    public ProjectionStatus pause(String view) {
        return change(view, (connection, catalogue) -> catalogue.pause(connection, view, true));
    }

    @Override
    public ProjectionStatus resume(String view) {
        return change(view, (connection, catalogue) -> catalogue.pause(connection, view, false));
    }

    @Override
    public ProjectionStatus retry(String view) {
        return goOn(view, failure -> OptionalLong.empty());
    }

    @Override
    public ProjectionStatus skip(String view) {
        return goOn(
                view,
                failure ->
                        OptionalLong.of(
                                failure.event()
                                        .orElseThrow(() ->
                                                new ProjectionRefusedException(
                                                        "view "
                                                                + view
                                                                + " has not stopped at an event,"
                                                                + " but because "
                                                                + failure.message()))
                                        .position()));
    }

    private interface Skipping {
        OptionalLong of(ViewFailure failure);
    }

    private ProjectionStatus goOn(String view, Skipping skipping) {
        return change(
                view,
                (connection, catalogue) -> {
                    boolean stopped = false;
                    for (Generation generation : catalogue.all(connection, view)) {
                        Optional<ViewFailure> failure = generation.notes().failure();
                        if (failure.isPresent() && generation.role().runs()) {
                            catalogue.tryAgain(connection, generation, skipping.of(failure.get()));
                            stopped = true;
                        }
                    }
                    if (!stopped) {
                        throw new ProjectionRefusedException(
                                "view " + view + " has not stopped at anything");
                    }
                });
    }

    @Override
    public ProjectionStatus repair(String view, StreamName stream) {
        String fingerprint = watch.definition(view).fingerprint();
        if (!watch.isByStream(view)) {
            throw new ProjectionRefusedException(
                    "view "
                            + view
                            + " does not say that each stream has rows of its own"
                            + " (SqlView.byStream); rebuild it instead");
        }
        ProjectionStatus asked =
                change(
                        view,
                        (connection, catalogue) -> {
                            Generation serving =
                                    catalogue.only(
                                            connection, view, Role.SERVING, "it has no rows");
                            if (!serving.fingerprint().equals(fingerprint)) {
                                throw new ProjectionRefusedException(
                                        "the rows of view "
                                                + view
                                                + " were made by other code than this; rebuild it"
                                                + " instead");
                            }
                            Incidents.ask(connection, serving, stream.value());
                        });
        return awaitRepair(asked, stream.value());
    }

    private ProjectionStatus awaitRepair(ProjectionStatus asked, String stream) {
        ProjectionStatus status = asked;
        for (int i = 0; i < REPAIR_LOOKS_MAX && isAsked(status, stream); i++) {
            try {
                Thread.sleep(REPAIR_LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return status;
            }
            status = status(asked.view());
        }
        return status;
    }

    private static boolean isAsked(ProjectionStatus status, String stream) {
        return status.repairs().stream()
                .anyMatch(repair ->
                        repair.stream().equals(stream) && repair.outcome().equals(Incidents.ASKED));
    }

    private ProjectionStatus change(String view, Change change) {
        Definition known = watch.definition(view); // or there is no such view
        try (Connection connection = tools.database().writer()) {
            Definition unused =
                    tools.database()
                            .writeAlone(
                                    connection,
                                    () -> {
                                        change.in(connection, tools.catalogue());
                                        return known;
                                    });
        } catch (SQLException e) {
            throw new UnavailableException(
                    "the database of the views cannot be written to: " + e.getMessage(), e);
        }
        watch.look();
        return status(view);
    }

    private ProjectionStatus status(String view) {
        long head = tools.store().head().next();
        ViewProgress progress = watch.progress(view).at(tools.store().head());
        Definition definition = watch.definition(view);
        return readers.read(connection -> {
            Watch.Seen seen = watch.see(connection, view);
            return new ProjectionStatus(
                    view,
                    definition.version(),
                    progress.state(),
                    note(definition, seen),
                    head,
                    seen.generations().stream()
                            .map(generation -> build(generation, definition, head))
                            .toList(),
                    Incidents.skipped(connection, view),
                    seen.repairs());
        });
    }

    private static Optional<String> note(Definition definition, Watch.Seen seen) {
        if (seen.paused()) {
            return Optional.of("paused; resume lets it go on");
        }
        boolean mineServes =
                seen.serving().stream()
                        .anyMatch(g -> g.fingerprint().equals(definition.fingerprint()));
        boolean building = seen.generations().stream().anyMatch(g -> g.role() == Role.BUILDING);
        if (building) {
            return Optional.of("is built beside the rows that serve");
        }
        return mineServes
                ? Optional.empty()
                : Optional.of(
                        "its rows were made by other code, and this instance does not keep them up to"
                                + " date; rebuild or switch makes them anew");
    }

    private static Build build(Generation generation, Definition definition, long head) {
        long applied = generation.checkpoint().next();
        long perSecond = generation.notes().perSecond();
        return new Build(
                generation.number(),
                generation.definition().version(),
                generation.fingerprint(),
                generation.role().name().toLowerCase(Locale.ROOT),
                generation.fingerprint().equals(definition.fingerprint()),
                applied,
                perSecond,
                perSecond > 0 && generation.role().runs()
                        ? OptionalLong.of(Math.max(0, head - applied) / perSecond)
                        : OptionalLong.empty(),
                generation.notes().runner(),
                generation.notes().failure());
    }
}
