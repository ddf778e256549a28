package io.stele.sql;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Position;
import io.stele.sdk.view.ViewDatabase;
import io.stele.sdk.view.ViewEngine;
import java.io.IOException;
import java.time.Duration;

/// A process that builds views again and again, to be killed while it does.
final class ProjectionVictim {

    private ProjectionVictim() {}

    /// @param args the URL of the database
    public static void main(String[] args) throws InterruptedException {
        Thread.ofPlatform().daemon().start(ProjectionVictim::endWithTheParent);
        InMemoryEventStore store = KnownLog.make(KnownLog.EVENTS);
        ViewEngine views = Counters.open(store, ViewDatabase.at(args[0]), KnownLog.views());
        System.out.println("running");
        while (true) {
            buildAgain(views);
        }
    }

    /// Builds all views beside themselves, and drops the rows that served before.
    static void buildAgain(ViewEngine views) throws InterruptedException {
        for (String view : KnownLog.viewNames()) {
            Position last = new Position(KnownLog.EVENTS - 1);
            views.awaitApplied(view, last, Duration.ofMinutes(1));
            try {
                views.projections().rebuild(view);
                Thread.sleep(30);
                views.projections().drop(view);
            } catch (RuntimeException e) {
                Thread.sleep(10); // it is being built already, or the database is away
            }
        }
    }

    private static void endWithTheParent() {
        try {
            while (System.in.read() >= 0) {
                // nobody writes
            }
        } catch (IOException e) {
            // as good as an end
        }
        Runtime.getRuntime().halt(1);
    }
}
