package io.stele.sdk.view;

import java.util.concurrent.Semaphore;

/// Lets live queries ask one at a time, in the order they came, however many there are: ordinary
/// queries find the other threads of the database free.
final class LiveTurns {

    private final Semaphore free = new Semaphore(1, true);

    /// A turn, until it is closed.
    final class Turn implements AutoCloseable {

        private final long began = System.nanoTime();

        /// How long it has taken.
        long nanos() {
            return System.nanoTime() - began;
        }

        @Override
        public void close() {
            free.release();
        }
    }

    Turn take() throws InterruptedException {
        free.acquire();
        return new Turn();
    }
}
