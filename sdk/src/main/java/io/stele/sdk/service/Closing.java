package io.stele.sdk.service;

import java.util.ArrayDeque;
import java.util.Deque;

/// What is open, closed in the opposite order. One that fails to close does not keep the others
/// open.
public final class Closing implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Closing.class.getName());

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    public synchronized <T extends AutoCloseable> T add(T resource) {
        open.push(resource);
        return resource;
    }

    /// May be called more than once; a second caller waits for the first.
    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            AutoCloseable next = open.pop();
            try {
                next.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.ERROR, "could not close " + next, e);
            }
        }
    }
}
