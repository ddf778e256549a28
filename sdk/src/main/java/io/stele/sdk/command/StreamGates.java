package io.stele.sdk.command;

import io.stele.model.StreamName;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets one command after the other to a stream, in the order they came, so that commands of one
/// process do not drive each other into conflicts. Streams do not wait for each other.
final class StreamGates {

    private final ConcurrentHashMap<StreamName, Gate> gates = new ConcurrentHashMap<>();

    /// Waits for its turn, then runs `work`.
    <T> T inTurn(StreamName stream, Supplier<T> work) {
        Gate gate =
                gates.compute(
                        stream,
                        (name, found) -> {
                            Gate there = found == null ? new Gate() : found;
                            there.users++;
                            return there;
                        });
        gate.lock.lock();
        try {
            return work.get();
        } finally {
            leave(stream, gate);
        }
    }

    private void leave(StreamName stream, Gate gate) {
        gate.lock.unlock();
        gates.compute(stream, (name, same) -> --gate.users == 0 ? null : gate);
    }

    /// How many streams have commands at this moment.
    int size() {
        return gates.size();
    }

    private static final class Gate {
        private final ReentrantLock lock = new ReentrantLock(true);

        /// Guarded by the map's `compute`.
        private int users;
    }
}
