package io.stele.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// Whether a server is going to close, so that nobody should send it anything more.
public final class Draining {

    private final List<Runnable> tasks = new CopyOnWriteArrayList<>();
    private final AtomicBoolean begun = new AtomicBoolean();

    /// Runs `task` when it begins.
    public void whenBegun(Runnable task) {
        tasks.add(task);
    }

    /// For good. May be called more than once.
    public void begin() {
        if (begun.compareAndSet(false, true)) {
            tasks.forEach(Runnable::run);
        }
    }

    public boolean hasBegun() {
        return begun.get();
    }
}
