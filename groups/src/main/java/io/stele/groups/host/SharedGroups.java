package io.stele.groups.host;

import io.stele.groups.ConsumerGroups;
import io.stele.model.EventStore;
import java.time.Clock;
import java.util.IdentityHashMap;

/// The groups of a store, the same for all who ask for them in this process: a service and the
/// endpoints of its store, for example. They end when the last one closes its own of these.
public final class SharedGroups implements AutoCloseable {

    private static final IdentityHashMap<EventStore, Running> RUNNING = new IdentityHashMap<>();

    private static final class Running {
        final LocalGroups groups;
        int users;

        Running(LocalGroups groups) {
            this.groups = groups;
        }
    }

    private final EventStore store;
    private final Running running;
    private boolean closed;

    private SharedGroups(EventStore store, Running running) {
        this.store = store;
        this.running = running;
    }

    /// @param store stays open; close this before
    public static SharedGroups of(EventStore store) {
        synchronized (RUNNING) {
            Running running =
                    RUNNING.computeIfAbsent(
                            store, it -> new Running(new LocalGroups(it, Clock.systemUTC())));
            running.users++;
            return new SharedGroups(store, running);
        }
    }

    /// The groups as somebody uses them, as [LocalGroups#by].
    ///
    /// @return closes this when it is closed
    public ConsumerGroups by(String actor) {
        return running.groups.by(actor, this::close);
    }

    /// May be called more than once.
    @Override
    public void close() {
        synchronized (RUNNING) {
            if (closed) {
                return;
            }
            closed = true;
            running.users--;
            if (running.users == 0) {
                RUNNING.remove(store);
                running.groups.close();
            }
        }
    }
}
